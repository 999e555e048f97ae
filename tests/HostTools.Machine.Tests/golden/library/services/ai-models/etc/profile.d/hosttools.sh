# Written by HostTools from environment.variables.
export HF_HUB_CACHE="/var/cache/huggingface/hub"
export HF_HUB_OFFLINE="1"
export TRANSFORMERS_OFFLINE="1"
