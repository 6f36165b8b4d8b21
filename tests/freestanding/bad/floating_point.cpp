int scaled(int x) { return static_cast<int>(x * 1.5); }
