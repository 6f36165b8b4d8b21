// Names that are macros elsewhere: as a function, and as a value.
struct bad_names {
#if FAULT == 1
  int round() const { return 1; }
#elif FAULT == 2
  static constexpr int HIGH = 1;
#endif
  int round;  // without parentheses no macro of Arduino's
};
