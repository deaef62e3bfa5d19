library(testthat)
library(masudi)
test_check("masudi")
