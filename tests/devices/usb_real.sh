#!/bin/sh
# make check-usb-real: the program against the real usbfs of a kernel, in a machine of its own (QEMU)
# whose USB scanner is a gadget of dummy_hcd.  No udev runs in it, so what is plugged in is found by
# looking.  Takes a minute or two, wants qemu-system-x86, busybox-static and Debian's kernel, which it
# fetches into a temporary folder (KERNEL_DEB names one that is there).  Prints "ok" or "not ok" a
# step; 77: left out.
set -u
top=${top_srcdir:-.}
build=${top_builddir:-.}
build=$(cd "$build" && pwd)
top=$(cd "$top" && pwd)

leave_out()
{
	echo "left out: $*"
	exit 77
}

for tool in qemu-system-x86_64 busybox dpkg-deb; do
	command -v $tool >/dev/null || leave_out "there is no $tool"
done
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM

# ---- the kernel ----

fetch_kernel()
{
	package=$(apt-cache depends linux-image-amd64 2>/dev/null |
		sed -n 's/.*Depends: *\(linux-image-[0-9][^ ]*\)/\1/p' | head -1)
	[ -n "$package" ] || leave_out "there is no package of a kernel"
	(cd "$work" && apt-get download -q "$package" >/dev/null 2>&1) || leave_out "$package was not fetched"
	KERNEL_DEB=$(echo "$work"/linux-image-*.deb)
}
[ -n "${KERNEL_DEB:-}" ] || fetch_kernel
mkdir "$work/kernel"
dpkg-deb -x "$KERNEL_DEB" "$work/kernel" || leave_out "$KERNEL_DEB is no package"
kernel=$(echo "$work"/kernel/boot/vmlinuz-*)
version=${kernel##*/vmlinuz-}
modules=$(ls -d "$work"/kernel/lib/modules/"$version" "$work"/kernel/usr/lib/modules/"$version" 2>/dev/null | head -1)

# ---- what the machine has on its disk ----

root=$work/root
mkdir -p "$root/bin" "$root/proc" "$root/sys" "$root/dev" "$root/tmp" "$root/lib/modules/$version"
cp "$(command -v busybox)" "$root/bin/busybox"
for module in usb-common usbcore udc-core dummy_hcd configfs libcomposite usb_f_hid hid usbhid hid-generic; do
	find "$modules" -name "$module.ko*" -exec cp {} "$root/lib/modules/$version/" \;
done
cp "$build/ringup" "$build/ringup-devices" "$root/bin/"
ldd "$build/ringup" "$build/ringup-devices" | grep -o '/[^ ]*' | grep -v ':$' | sort -u |
	while read -r library; do
		mkdir -p "$root${library%/*}"
		cp -L "$library" "$root$library"
	done
sed -n '/define DESCRIPTOR_HONEYWELL/,/^$/p' "$top/tests/devices/descriptors.h" | sed 's,/\*.*\*/,,' |
	grep -o '0x[0-9a-f]*' | while read -r byte; do
		# shellcheck disable=SC2059
		printf "\\$(printf '%03o' "$byte")"
	done >"$root/descriptor"
# "4006381333931" as Honeywell sends it: number, length, AIM identifier, data
{
	printf '\002\015]E04006381333931'
	busybox dd if=/dev/zero bs=46 count=1 2>/dev/null
} >"$root/report"

cat >"$root/init" <<'END'
#!/bin/busybox sh
/bin/busybox --install -s /bin
export PATH=/bin
mount -t proc none /proc; mount -t sysfs none /sys; mount -t devtmpfs none /dev
depmod
for module in configfs dummy_hcd libcomposite usb_f_hid usbhid hid-generic; do modprobe $module; done
mount -t configfs none /sys/kernel/config

verdict() { if [ "$2" = 0 ]; then echo "ok - $1"; else echo "not ok - $1"; cat /tmp/out; fi; }
has() {   # a line of the program's, so often
	tries=0
	until [ "$(grep -c -x -F "$1" /tmp/out)" -ge "$2" ]; do
		tries=$((tries + 1)); [ $tries -gt 300 ] && return 1; usleep 200000
	done
}
driver() { ls /sys/bus/usb/drivers/usbhid/ | grep -q ':'; }
until_driver() { tries=0; until driver; do tries=$((tries + 1)); [ $tries -gt 100 ] && return 1; usleep 100000; done; }

gadget=/sys/kernel/config/usb_gadget/scanner
mkdir $gadget; cd $gadget
echo 0x0c2e >idVendor; echo 0x0b61 >idProduct
mkdir strings/0x409 configs/c.1 functions/hid.0
echo S1 >strings/0x409/serialnumber; echo Voyager >strings/0x409/product
echo 0 >functions/hid.0/protocol; echo 0 >functions/hid.0/subclass; echo 64 >functions/hid.0/report_length
cat /descriptor >functions/hid.0/report_desc
ln -s functions/hid.0 configs/c.1/
udc=$(ls /sys/class/udc | head -1)
echo "$udc" >UDC
until_driver; verdict "the kernel's driver has the scanner first" $?

LC_ALL=C.UTF-8 ringup devices test --shop /nowhere --scanner hidpos: >/tmp/out 2>&1 &
program=$!
ready="0c2e:0b61:S1: Voyager: ready"
has "$ready" 1; verdict "it is taken from the kernel's driver" $?
cat /report >/dev/hidg0
has "]E0 4006381333931" 1; verdict "a code is read" $?
cat /report >/dev/hidg0; cat /report >/dev/hidg0
has "]E0 4006381333931" 3; verdict "and two more, each once" $?
echo "" >UDC
has "0c2e:0b61:S1: Voyager: the scanner is unplugged" 1; verdict "unplugged, it is told" $?
echo "$udc" >UDC
has "$ready" 2; verdict "plugged in again, it is found without udev" $?
cat /report >/dev/hidg0
has "]E0 4006381333931" 4; verdict "and read" $?
kill $program; wait $program 2>/dev/null
until_driver; verdict "at the end the kernel's driver has it back" $?
echo "the machine is done"
poweroff -f
END
chmod +x "$root/init"
(cd "$root" && busybox find . | busybox cpio -o -H newc 2>/dev/null | gzip -1) >"$work/disk"

# ---- the machine ----

timeout "${USB_REAL_SECONDS:-300}" qemu-system-x86_64 -accel tcg,thread=multi -m 512 -nographic -no-reboot -net none \
	-kernel "$kernel" -initrd "$work/disk" -append "console=ttyS0 quiet panic=-1" \
	</dev/null >"$work/console" 2>&1
tr -d '\r' <"$work/console" >"$work/said"
grep -o -E '(not )?ok - .*' "$work/said"
if ! grep -q 'the machine is done' "$work/said"; then
	echo "not ok - the machine came to its end"
	tail -20 "$work/said"
	exit 1
fi
! grep -q 'not ok - ' "$work/said"
