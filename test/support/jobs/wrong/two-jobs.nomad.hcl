# wrong: two-jobs.nomad.hcl:3:1 | job | stands more than once
job "a" {}
job "b" {}
