set number tabstop=3
let g:from_vim = "it's # `$HOME`"
