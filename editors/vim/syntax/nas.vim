" generated from grammar/NasLexer.g4: NASDSL_ACCEPT=1 dotnet test tests/NasDsl.Core.Tests --filter EditorFilesTests
if exists('b:current_syntax')
  finish
endif

syn match nasOperator "\v%(\!\=|\<\=|\=\=|\>\=|\>\>|\|\>|\~\=|\*|\+|\-|\/|\<|\=|\>|\^|\.\.)"
syn match nasFunction "\v<\h\w*\ze\("
syn match nasParameter "\v<\h\w*\ze\s*:"
syn match nasNumber "\v<\d+%(\.\d+)?%([eE][+-]?\d+)?%(\%|\h\w*)?"

syn keyword nasDeclaration cell const network op opset search train
syn keyword nasSection constraint import objective
syn keyword nasControl chain choose else for if nodes output then
syn keyword nasOperator and in mod not or
syn keyword nasConstant false true
syn keyword nasParticle as from of with
syn match nasParticle "\v<%(any|order)>\ze\s+of>"
syn match nasDeclaration "\v^\s*\zs%(augment|compress|loss|optimizer|scale)>\ze\s+\h"
syn match nasControl "\v<%(blend)>\ze\s*\{"
syn match nasControl "\v<%(each|uniform)>\ze\s+[A-Za-z_0-9(]"
syn match nasParticle "\v%([]A-Za-z_0-9%)] )@<=%(log)>\ze%(\s*[=(:,|])@!"
syn match nasParticle "\v<%(maximize|minimize|step)>\ze\s+[A-Za-z_0-9(]"
syn match nasControl "\v<%(repeat)>\ze\("

syn match nasEscape "\\." contained
syn region nasString start=+"+ skip=+\\.+ end=+"\|$+ contains=nasEscape
syn match nasComment "//.*$" contains=@Spell
syn match nasDocComment "///.*$" contains=@Spell
syn region nasComment start="/\*" end="\*/" contains=@Spell

hi def link nasDeclaration Structure
hi def link nasSection Structure
hi def link nasControl Statement
hi def link nasParticle Keyword
hi def link nasConstant Boolean
hi def link nasOperator Operator
hi def link nasFunction Function
hi def link nasParameter Identifier
hi def link nasNumber Number
hi def link nasString String
hi def link nasEscape SpecialChar
hi def link nasComment Comment
hi def link nasDocComment SpecialComment

let b:current_syntax = 'nas'
