extern "C" int bad_dynamic_stack(unsigned size) {
  auto* const memory = static_cast<int*>(__builtin_alloca(size));
  __asm__ volatile("" : : "r"(memory) : "memory");
  return memory[0];
}
