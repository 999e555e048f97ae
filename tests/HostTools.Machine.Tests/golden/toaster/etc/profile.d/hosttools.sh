# Written by HostTools from environment.variables.
export CUDA_DEVICE_ORDER="PCI_BUS_ID"
export EDITOR="nvim"
export LIBVA_DRIVER_NAME="nvidia"
export NVD_BACKEND="direct"
export PATH="$HOME/.local/bin:$PATH:/opt/games/bin"
