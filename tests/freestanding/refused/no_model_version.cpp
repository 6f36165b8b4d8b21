#include "gandse/cost_model/im2col.hpp"
#include "gandse/cost_model/template.hpp"

struct Broken : gandse::Im2col<> {
#if FAULT
 private:
  static constexpr std::uint64_t kModelVersion = 1;
#endif
};
static_assert(gandse::TemplateCheck<Broken>::value);
