/* What the firmware needs of its board: replace it by your own. toolchains/boards/ defines print() and calls run() on the
   emulated boards and on Linux. */
#ifndef GANDSE_EXAMPLES_PROGRAM_H
#define GANDSE_EXAMPLES_PROGRAM_H

#ifdef __cplusplus
extern "C" {
#endif

int run(void);                /* defined by the program; 0 is success, and becomes the exit code */
void print(const char* text); /* to the terminal that started the emulator */

#ifdef __cplusplus
}
#endif

#endif
