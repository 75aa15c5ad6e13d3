output "url" {
  description = "Where the REST API is."
  value       = module.omnigraph.url
}

output "reader_url" {
  description = "Where the REST API is that only reads."
  value       = module.omnigraph.reader_url
}

output "root" {
  description = "Where the graphs are."
  value       = module.omnigraph.root
}

output "ingest_uri" {
  description = "Where to put objects to load."
  value       = module.omnigraph.ingest_uri
}

output "kms_key_arn" {
  description = "Key that encrypts the graphs."
  value       = module.omnigraph.kms_key_arn
}
