# Every generator of this project: to add a template, write its header, add its line, train and export.
gandse_declare_generator(im2col_96k TEMPLATE Im2col<Asic45nm> TRUNK 96 3 HEAD 40
  HEADERS gandse/cost_model/im2col.hpp gandse/cost_model/im2col_bound.hpp)
gandse_declare_generator(dnnweaver_80k TEMPLATE Dnnweaver<Asic45nmInt16> TRUNK 96 3 HEAD 40
  HEADERS gandse/cost_model/dnnweaver.hpp gandse/cost_model/dnnweaver_bound.hpp)
