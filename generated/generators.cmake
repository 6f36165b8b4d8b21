# Every generator of this project: to add a template, write its header, add its line, train and export.
gandse_declare_generator(im2col_96k TEMPLATE Im2col<Asic45nm> TRUNK 96 3 HEAD 39
  HEADERS gandse/cost_model/im2col.hpp gandse/cost_model/im2col_bound.hpp)
# Smaller ones, for less memory (bench/results/SIZES.md: what they cost in quality).
foreach(shape "8k TRUNK 16 2 HEAD 6" "16k TRUNK 32 2 HEAD 10" "32k TRUNK 48 2 HEAD 20" "64k TRUNK 72 3 HEAD 32")
  separate_arguments(shape)
  gandse_declare_generator(im2col_${shape} TEMPLATE Im2col<Asic45nm>
    HEADERS gandse/cost_model/im2col.hpp gandse/cost_model/im2col_bound.hpp)
endforeach()
gandse_declare_generator(dnnweaver_80k TEMPLATE Dnnweaver<Asic45nmInt16> TRUNK 96 3 HEAD 40
  HEADERS gandse/cost_model/dnnweaver.hpp gandse/cost_model/dnnweaver_bound.hpp)
