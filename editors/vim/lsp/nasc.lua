-- Neovim 0.11 or later finds this file on its runtimepath: vim.lsp.enable('nasc')
return {
  cmd = { 'nasc', 'lsp' },
  filetypes = { 'nas' },
  root_markers = { '.git' },
}
