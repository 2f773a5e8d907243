# wrong: syntax.nomad.hcl:5:15 | is not HCL2
job "syntax" {
  group "g" {
    task "t" {
      driver =
    }
  }
}
