// The asm keeps GCC from making loops of these, or from knowing what is called.
extern "C" int bad_recursion(int depth) {
  int here = depth;
  __asm__ volatile("" : "+m"(here));
  return here == 0 ? 0 : bad_recursion(here - 1) + here;
}

extern "C" int bad_indirect_call(int (*function)(int)) { return function(1) + 1; }
