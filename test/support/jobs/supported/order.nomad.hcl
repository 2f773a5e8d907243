# Neither the alphabet nor the shape of a name changes the order of the text.
job "order" {
  group "zebra" {
    task "2" {
      driver = "exec"
    }
    task "10" {
      driver = "exec"
    }
    task "1" {
      driver = "exec"
    }
  }
  group "ant" {
    task "__proto__" {
      driver = "exec"
    }
    task "b" {
      driver = "exec"
    }
  }
}
