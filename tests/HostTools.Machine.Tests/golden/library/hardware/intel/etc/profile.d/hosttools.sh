# Written by HostTools from environment.variables.
export LIBVA_DRIVER_NAME="iHD"
