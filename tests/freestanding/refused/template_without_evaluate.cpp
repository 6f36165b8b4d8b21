#include "gandse/cost_model/im2col.hpp"
#include "gandse/cost_model/template.hpp"

struct Broken : gandse::Im2col<> {
#if FAULT
  static int evaluate(const Layer&, const Configuration&);
#endif
};
static_assert(gandse::TemplateCheck<Broken>::value);
