# wrong: mistyped.nomad.hcl:10:5 | job.mistyped.group.g.count | must be a whole number of at least 0, not "many"
# wrong: mistyped.nomad.hcl:12:7 | job.mistyped.group.g.task.t.leader | must be true or false, not "yes"
# wrong: mistyped.nomad.hcl:19:5 | job.mistyped.group.g.task.other.driver | is required: the name of a driver
# wrong: mistyped.nomad.hcl:27:5 | job.mistyped.task.alone.leader | must be true or false, not "no"
# wrong: mistyped.nomad.hcl:26:5 | job.mistyped.task.alone.driver | is "exek", which is no driver of this host | did you mean "exec"?
# wrong: mistyped.nomad.hcl:16:9 | job.mistyped.group.g.task.t.config.comand | is not known here | did you mean "command"?
# wrong: mistyped.nomad.hcl:15:7 | job.mistyped.group.g.task.t.config.command | is required: the program to run, without blanks around it
job "mistyped" {
  group "g" {
    count = "many"
    task "t" {
      leader = "yes"
      driver = "exec"

      config {
        comand = "/bin/true"
      }
    }
    task "other" {
      config {
        command = "/bin/true"
      }
    }
  }
  task "alone" {
    driver = "exek"
    leader = "no"
  }
}
