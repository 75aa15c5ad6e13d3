# S3 → EventBridge → SQS → function. A bucket of its own, because S3 tells EventBridge of every object of a bucket, and
# every commit makes several.
locals {
  ingest_bucket_name = coalesce(var.ingest.bucket_name, "${var.name}-ingest-${local.account}-${local.region}")
  ingest_rule_name   = "${var.name}-ingest"
  ingest_rule_arn    = "arn:${local.partition}:events:${local.region}:${local.account}:rule/${local.ingest_rule_name}"
}

module "ingest_bucket" {
  source = "./modules/bucket"
  count  = var.ingest.enabled ? 1 : 0

  name            = local.ingest_bucket_name
  force_destroy   = var.ingest.force_destroy
  kms_key_arn     = local.kms_key_arn
  expiration_days = var.ingest.expiration_days
  eventbridge     = true
  tags            = var.tags
}

resource "aws_cloudwatch_event_rule" "ingest" {
  count       = var.ingest.enabled ? 1 : 0
  name        = local.ingest_rule_name
  description = "Objects that land in ${local.ingest_bucket_name}"
  tags        = var.tags

  event_pattern = jsonencode({
    source        = ["aws.s3"]
    "detail-type" = ["Object Created"]
    detail = {
      bucket = { name = [local.ingest_bucket_name] }
      object = { key = [{ prefix = var.ingest.prefix }] }
    }
  })
}

resource "aws_cloudwatch_event_target" "ingest" {
  count     = var.ingest.enabled ? 1 : 0
  rule      = aws_cloudwatch_event_rule.ingest[0].name
  target_id = "queue"
  arn       = aws_sqs_queue.ingest[0].arn

  retry_policy {
    maximum_event_age_in_seconds = 24 * 60 * 60
    maximum_retry_attempts       = 185
  }

  dead_letter_config {
    arn = aws_sqs_queue.ingest_failures[0].arn
  }

  depends_on = [aws_sqs_queue_policy.ingest, aws_sqs_queue_policy.ingest_failures]
}

resource "aws_sqs_queue" "ingest" {
  count                      = var.ingest.enabled ? 1 : 0
  name                       = "${var.name}-ingest"
  visibility_timeout_seconds = coalesce(var.ingest.visibility_timeout_seconds, 6 * var.ingest.timeout_seconds)
  message_retention_seconds  = 4 * 24 * 60 * 60
  receive_wait_time_seconds  = 20
  kms_master_key_id          = local.kms_key_arn
  sqs_managed_sse_enabled    = var.kms.enabled ? null : true
  tags                       = var.tags

  redrive_policy = jsonencode({
    deadLetterTargetArn = aws_sqs_queue.ingest_failures[0].arn
    maxReceiveCount     = var.ingest.max_receive_count
  })
}

resource "aws_sqs_queue" "ingest_failures" {
  count                     = var.ingest.enabled ? 1 : 0
  name                      = "${var.name}-ingest-failures"
  message_retention_seconds = 14 * 24 * 60 * 60
  kms_master_key_id         = local.kms_key_arn
  sqs_managed_sse_enabled   = var.kms.enabled ? null : true
  tags                      = var.tags
}

resource "aws_sqs_queue_redrive_allow_policy" "ingest_failures" {
  count     = var.ingest.enabled ? 1 : 0
  queue_url = aws_sqs_queue.ingest_failures[0].id

  redrive_allow_policy = jsonencode({
    redrivePermission = "byQueue"
    sourceQueueArns   = [aws_sqs_queue.ingest[0].arn]
  })
}

locals {
  ingest_queues = var.ingest.enabled ? {
    ingest          = aws_sqs_queue.ingest[0]
    ingest_failures = aws_sqs_queue.ingest_failures[0]
  } : {}

  ingest_queue_policies = {
    for key, queue in local.ingest_queues : key => jsonencode({
      Version = "2012-10-17"
      Statement = [
        {
          Sid       = "OnlyTls"
          Effect    = "Deny"
          Principal = "*"
          Action    = ["sqs:SendMessage", "sqs:ReceiveMessage", "sqs:DeleteMessage"]
          Resource  = [queue.arn]
          Condition = { Bool = { "aws:SecureTransport" = "false" } }
        },
        {
          Sid       = "Events"
          Effect    = "Allow"
          Principal = { Service = "events.amazonaws.com" }
          Action    = ["sqs:SendMessage"]
          Resource  = [queue.arn]
          Condition = { ArnEquals = { "aws:SourceArn" = local.ingest_rule_arn } }
        },
      ]
    })
  }
}

resource "aws_sqs_queue_policy" "ingest" {
  count     = var.ingest.enabled ? 1 : 0
  queue_url = aws_sqs_queue.ingest[0].id
  policy    = local.ingest_queue_policies["ingest"]
}

resource "aws_sqs_queue_policy" "ingest_failures" {
  count     = var.ingest.enabled ? 1 : 0
  queue_url = aws_sqs_queue.ingest_failures[0].id
  policy    = local.ingest_queue_policies["ingest_failures"]
}

module "ingest" {
  source = "./modules/function"
  count  = var.ingest.enabled ? 1 : 0

  name         = "${var.name}-ingest"
  description  = "OmniGraph: loads objects that land in ${local.ingest_bucket_name}"
  package      = local.package_objects["events"]
  architecture = var.architecture
  environment = merge(local.environment, local.access_environment, {
    QUARKUS_LAMBDA_HANDLER        = "ingest"
    OMNIGRAPH_INGEST_PREFIX       = var.ingest.prefix
    OMNIGRAPH_INGEST_RESULTS      = var.ingest.results_prefix
    OMNIGRAPH_INGEST_DEAD_LETTERS = aws_sqs_queue.ingest_failures[0].id
  })
  memory_mb            = var.ingest.memory_mb
  timeout_seconds      = var.ingest.timeout_seconds
  ephemeral_storage_mb = var.ingest.ephemeral_storage_mb
  reserved_concurrency = var.ingest.reserved_concurrency
  policy_statements = jsonencode(concat(local.event_writers, [
    {
      Sid       = "ListIngest"
      Effect    = "Allow"
      Action    = ["s3:ListBucket"]
      Resource  = [module.ingest_bucket[0].arn]
      Condition = { StringLikeIfExists = { "s3:prefix" = ["${var.ingest.prefix}*"] } }
    },
    {
      Sid      = "ReadIngest"
      Effect   = "Allow"
      Action   = ["s3:GetObject", "s3:GetObjectVersion"]
      Resource = ["${module.ingest_bucket[0].arn}/${var.ingest.prefix}*"]
    },
    {
      Sid      = "WriteResults"
      Effect   = "Allow"
      Action   = ["s3:PutObject"]
      Resource = ["${module.ingest_bucket[0].arn}/${var.ingest.results_prefix}*"]
    },
    {
      Sid      = "TakeMessages"
      Effect   = "Allow"
      Action   = ["sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"]
      Resource = [aws_sqs_queue.ingest[0].arn]
    },
    {
      # What will never load goes there at once, with the reason.
      Sid      = "HandOverPoison"
      Effect   = "Allow"
      Action   = ["sqs:SendMessage"]
      Resource = [aws_sqs_queue.ingest_failures[0].arn]
    },
  ]))
  permissions_boundary_arn = var.permissions_boundary_arn
  kms_key_arn              = local.kms_key_arn
  log_retention_days       = var.log_retention_days
  tracing                  = var.tracing
  alarms_enabled           = var.alarms.enabled
  alarm_actions            = var.alarms.actions
  tags                     = var.tags
}

resource "aws_lambda_event_source_mapping" "ingest" {
  count                   = var.ingest.enabled ? 1 : 0
  event_source_arn        = aws_sqs_queue.ingest[0].arn
  function_name           = module.ingest[0].arn
  batch_size              = var.ingest.batch_size
  function_response_types = ["ReportBatchItemFailures"]
  tags                    = var.tags

  # Here, not by reserved concurrency: a throttled poll would count as a delivery, and good messages would end among
  # the failures.
  scaling_config {
    maximum_concurrency = var.ingest.max_concurrency
  }
}
