# wrong: no-job.nomad.hcl:1:1 | job | is required
# wrong: no-job.nomad.hcl:3:1 | jop | is not known here | did you mean "job"?
jop "x" {}
