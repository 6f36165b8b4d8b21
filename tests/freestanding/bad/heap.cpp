// A static that must be made at run time, from the heap.
int* bad_heap(int size) {
  static int* const memory = new int[static_cast<unsigned>(size)];
  return memory;
}
