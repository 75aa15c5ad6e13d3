output "url" {
  description = "Where the REST API is, without a slash at its end; null without the HTTP function."
  value       = lookup(local.urls, "http", null)
}

output "reader_url" {
  description = "Where the REST API is that only reads; null without the reader."
  value       = lookup(local.urls, "reader", null)
}

output "root" {
  description = "Where the graphs are; a graph is `{root}/{graph}`, for `omnigraph init --graph`."
  value       = local.root
}

output "graph_bucket" {
  description = "Bucket of the graphs."
  value       = local.graph_bucket_name
}

output "graph_bucket_policy" {
  description = "Statements of the graph bucket's policy, JSON; for a bucket that the module does not make."
  value       = jsonencode(local.graph_bucket_statements)
}

output "ingest_bucket" {
  description = "Bucket whose objects are loaded; null without ingest."
  value       = one(module.ingest_bucket[*].name)
}

output "ingest_uri" {
  description = "Where to put objects: the graph, the branch and the mode come after it; null without ingest."
  value       = one([for bucket in module.ingest_bucket : "s3://${bucket.name}/${var.ingest.prefix}"])
}

output "ingest_queue_url" {
  description = "Queue of objects that wait to be loaded; null without ingest."
  value       = one(aws_sqs_queue.ingest[*].id)
}

output "failure_queue_urls" {
  description = "Dead-letter queues: `ingest`, `maintenance`."
  value = merge(
    { for queue in aws_sqs_queue.ingest_failures : "ingest" => queue.id },
    { for queue in aws_sqs_queue.maintenance_failures : "maintenance" => queue.id },
  )
}

output "functions" {
  description = "Names of the functions: `http`, `reader`, `ingest`, `optimize`, `embed`, `cleanup`."
  value       = local.functions
}

output "role_arns" {
  description = "ARNs of the functions' roles, by function."
  value = merge(
    { for name, function in module.api : name => function.role_arn },
    { for function in module.ingest : "ingest" => function.role_arn },
    { for name, function in local.maintenance_functions : name => function.role_arn },
  )
}

output "log_groups" {
  description = "Names of the log groups, by function; `http-access` and `reader-access` are those of HTTP APIs."
  value = merge(
    { for name, function in module.api : name => function.log_group.name },
    { for function in module.ingest : "ingest" => function.log_group.name },
    { for name, function in local.maintenance_functions : name => function.log_group.name },
    { for name, group in aws_cloudwatch_log_group.access : "${name}-access" => group.name },
  )
}

output "invoke_policy_arn" {
  description = "Policy that lets a role call the REST API; null unless `http.auth` is `iam`."
  value       = one([for name, policy in aws_iam_policy.invoke : policy.arn if name == "http"])
}

output "reader_invoke_policy_arn" {
  description = "The same for the reader."
  value       = one([for name, policy in aws_iam_policy.invoke : policy.arn if name == "reader"])
}

output "tokens_secret_arn" {
  description = "Secret that the list of API tokens is in; null without `http.tokens`."
  value       = local.tokens_arn
}

output "kms_key_arn" {
  description = "Key that encrypts; null without KMS."
  value       = local.kms_key_arn
}

output "kms_key_policy" {
  description = "Statements that the policy of a key of yours needs, JSON."
  value       = jsonencode(local.kms_service_statements)
}

output "dashboard" {
  description = "Name of the dashboard; null without one."
  value       = one(aws_cloudwatch_dashboard.this[*].dashboard_name)
}
