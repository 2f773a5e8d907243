# wrong: circle.nomad.hcl:4:3 | locals.a | needs local.a, which needs it in turn
# wrong: circle.nomad.hcl:5:3 | locals.b | needs local.b, which needs it in turn
locals {
  a = local.b
  b = local.a
}
job "circle" {
}
