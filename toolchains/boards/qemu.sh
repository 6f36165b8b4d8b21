#!/bin/bash
# qemu.sh CPU PROGRAM: runs a bare-metal program in the emulator, with its terminal and its exit code. A program that hangs
# ends after five minutes. QEMU_PLUGIN holds a plugin and its arguments, as for QEMU's user emulators.
set -euo pipefail
cpu=$1 program=$2
case $cpu in
  cortex-m0plus) machine=(-M microbit -kernel "$program") ;; # a Cortex-M0, which has the same instructions: QEMU has no M0+
  cortex-m4) machine=(-M mps2-an386 -kernel "$program") ;;
  cortex-m7) machine=(-M mps2-an500 -kernel "$program") ;;
  cortex-m55) machine=(-M mps3-an547 -kernel "$program") ;;
  cortex-r5f) machine=(-M none -cpu cortex-r5f -m 1G -device "loader,file=$program,cpu-num=0") ;;
  *) echo "qemu.sh: no board for '$cpu'" >&2; exit 2 ;;
esac
exec timeout --signal=KILL 300 qemu-system-arm "${machine[@]}" -nographic -monitor none -serial none -chardev stdio,id=terminal \
  -semihosting-config enable=on,target=native,chardev=terminal ${QEMU_PLUGIN:+-plugin "$QEMU_PLUGIN"}
