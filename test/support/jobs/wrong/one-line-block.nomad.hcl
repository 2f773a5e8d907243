# wrong: one-line-block.nomad.hcl:4:32 | is not HCL2
job "one-line-block" {
  group "g" {
    volume "v" { type = "host" source = "v" }
  }
}
