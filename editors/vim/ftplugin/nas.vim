if exists('b:did_ftplugin')
  finish
endif
let b:did_ftplugin = 1

setlocal commentstring=//\ %s
setlocal comments=:///,://,s1:/*,mb:*,ex:*/
setlocal expandtab shiftwidth=2 softtabstop=2
setlocal suffixesadd=.nas
setlocal makeprg=nasc\ check\ %:S
" error[NAS3004]: text, and on the next line --> file:line:column
setlocal errorformat=%E%trror[%m,%W%tarning[%m,%Z\ %#-->\ %f:%l:%c,%-G%.%#
setlocal smartindent

let b:undo_ftplugin = 'setlocal commentstring< comments< expandtab< shiftwidth< softtabstop< suffixesadd< makeprg< errorformat< smartindent<'
