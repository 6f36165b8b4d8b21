#include "gandse/cost_model/im2col.hpp"
#include "gandse/cost_model/template.hpp"

// A template that draws one parameter twice and another never.
struct Broken : gandse::Im2col<> {
#if FAULT
  static constexpr std::array<std::uint8_t, kParameters> draw_order{PEN, PEN, DSB, TOC, TOH, TOW,
                                                                    TIC, TKH, TKW, ISS, WSS, OSS};
#endif
};
static_assert(gandse::TemplateCheck<Broken>::value);
