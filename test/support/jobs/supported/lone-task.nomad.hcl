# A task outside of any group makes one of its own name, before the others.
job "lone-task" {
  group "second" {
    task "b" {
      driver = "exec"
      config {
        command = "/bin/true"
      }
    }
  }
  task "first" {
    driver = "exec"
    config {
      command = "/bin/true"
    }
  }
}
