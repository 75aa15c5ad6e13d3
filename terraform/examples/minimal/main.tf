module "omnigraph" {
  source = "../.."

  name           = "flights"
  architecture   = "x86_64"
  http_package   = { zip = "../../../function/http/target/function.zip", runtime = "jvm" }
  events_package = { zip = "../../../function/events/target/function.zip", runtime = "jvm" }
}

output "omnigraph" {
  value = module.omnigraph
}
