output "name" {
  description = "Name of the bucket, known when it can be used: its policy and its encryption are in place."
  value       = aws_s3_bucket.this.id

  depends_on = [
    aws_s3_bucket_policy.this,
    aws_s3_bucket_server_side_encryption_configuration.this,
    aws_s3_bucket_versioning.this,
  ]
}

output "arn" {
  description = "ARN of the bucket."
  value       = aws_s3_bucket.this.arn
}

output "policy" {
  description = "The bucket policy, JSON."
  value       = local.policy
}

output "public_access_block" {
  description = "What the bucket blocks of public access."
  value       = aws_s3_bucket_public_access_block.this
}

output "encryption" {
  description = "How objects are encrypted: `algorithm`, `kms_key_arn`, `bucket_key`."
  value = one([
    for rule in aws_s3_bucket_server_side_encryption_configuration.this.rule : {
      algorithm   = rule.apply_server_side_encryption_by_default[0].sse_algorithm
      kms_key_arn = rule.apply_server_side_encryption_by_default[0].kms_master_key_id
      bucket_key  = rule.bucket_key_enabled
    }
  ])
}

output "lifecycle_rules" {
  description = "The lifecycle rules, by id."
  value       = { for rule in aws_s3_bucket_lifecycle_configuration.this.rule : rule.id => rule }
}

output "versioning" {
  description = "Whether S3 keeps what is deleted or replaced."
  value       = length(aws_s3_bucket_versioning.this) == 1
}

output "eventbridge" {
  description = "Whether the bucket's events go to EventBridge."
  value       = length(aws_s3_bucket_notification.this) == 1
}
