// Start and exit on x86-64 Linux, without a C library.
extern "C" int run();

// The kernel enters _start with an aligned stack and no return address; 60 is exit.
__asm__(
    ".globl _start\n"
    "_start:\n"
    "  xor %ebp, %ebp\n"
    "  call run\n"
    "  mov %eax, %edi\n"
    "  mov $60, %eax\n"
    "  syscall\n");
