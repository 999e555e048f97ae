#!/bin/sh
# Written by HostTools from modules.vfio.
/sbin/hosttools-vfio
