#!/bin/bash
# Written by HostTools from modules.vfio.
check() { return 0; }
depends() { return 0; }
installkernel() { hostonly='' instmods vfio_pci vfio_iommu_type1; }
install() {
  inst_multiple modprobe
  inst_simple /etc/hosttools/vfio-bind /sbin/hosttools-vfio
  inst_hook pre-udev 00 "$moddir/hosttools-vfio.sh"
}
