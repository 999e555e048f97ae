-- Written by HostTools from programs.neovim.
vim.cmd('source ' .. vim.fn.fnameescape(vim.fn.stdpath('config') .. '/hosttools.vim'))
vim.g.from_lua = vim.g.from_vim .. ' \\ "lua"'
