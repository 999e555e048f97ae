# Written by HostTools from home.sessionVariables and home.sessionPath.
if [ -n "${__HOSTTOOLS_SESSION-}" ]; then return; fi
export __HOSTTOOLS_SESSION=1
export HF_HUB_CACHE="/home/ann/models/hub"
export HF_HUB_OFFLINE="1"
export TOKENIZERS_PARALLELISM="false"
export TRANSFORMERS_OFFLINE="1"
