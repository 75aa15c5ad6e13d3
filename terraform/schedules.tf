locals {
  schedules = {
    for name, schedule in {
      optimize = {
        enabled    = var.optimize.enabled
        expression = var.optimize.schedule
        timezone   = var.optimize.timezone
        payload    = { graph = var.optimize.graph, branch = var.optimize.branch }
      }
      embed = {
        enabled    = var.embed.enabled
        expression = var.embed.schedule
        timezone   = var.embed.timezone
        payload    = { graph = var.embed.graph, branch = var.embed.branch }
      }
      cleanup = {
        enabled    = var.cleanup.enabled
        expression = var.cleanup.schedule
        timezone   = var.cleanup.timezone
        payload    = { graph = var.cleanup.graph, retention = var.cleanup.retention, dry_run = var.cleanup.dry_run }
      }
    } : name => schedule if schedule.enabled
  }

  maintenance    = length(local.schedules) > 0
  schedule_group = "${var.name}-maintenance"

  maintenance_functions = merge(
    { for function in module.optimize : "optimize" => function },
    { for function in module.embed : "embed" => function },
    { for function in module.cleanup : "cleanup" => function },
  )
}

module "optimize" {
  source = "./modules/function"
  count  = var.optimize.enabled ? 1 : 0

  name                     = "${var.name}-optimize"
  description              = "OmniGraph: compacts tables and brings indexes up to date"
  package                  = local.package_objects["events"]
  architecture             = var.architecture
  environment              = merge(local.environment, local.access_environment, { QUARKUS_LAMBDA_HANDLER = "optimize" })
  memory_mb                = var.optimize.memory_mb
  timeout_seconds          = var.optimize.timeout_seconds
  ephemeral_storage_mb     = var.optimize.ephemeral_storage_mb
  reserved_concurrency     = var.optimize.reserved_concurrency
  policy_statements        = jsonencode(local.event_writers)
  asynchronous             = true
  failure_queue_arn        = aws_sqs_queue.maintenance_failures[0].arn
  permissions_boundary_arn = var.permissions_boundary_arn
  kms_key_arn              = local.kms_key_arn
  log_retention_days       = var.log_retention_days
  tracing                  = var.tracing
  alarms_enabled           = var.alarms.enabled
  alarm_actions            = var.alarms.actions
  tags                     = var.tags
}

module "embed" {
  source = "./modules/function"
  count  = var.embed.enabled ? 1 : 0

  name                     = "${var.name}-embed"
  description              = "OmniGraph: makes the vectors of texts that have none"
  package                  = local.package_objects["events"]
  architecture             = var.architecture
  environment              = merge(local.environment, local.embedding_environment, local.access_environment, { QUARKUS_LAMBDA_HANDLER = "embed" })
  memory_mb                = var.embed.memory_mb
  timeout_seconds          = var.embed.timeout_seconds
  ephemeral_storage_mb     = var.embed.ephemeral_storage_mb
  reserved_concurrency     = var.embed.reserved_concurrency
  policy_statements        = jsonencode(concat(local.event_writers, local.embed_texts))
  asynchronous             = true
  failure_queue_arn        = aws_sqs_queue.maintenance_failures[0].arn
  permissions_boundary_arn = var.permissions_boundary_arn
  kms_key_arn              = local.kms_key_arn
  log_retention_days       = var.log_retention_days
  tracing                  = var.tracing
  alarms_enabled           = var.alarms.enabled
  alarm_actions            = var.alarms.actions
  tags                     = var.tags
}

module "cleanup" {
  source = "./modules/function"
  count  = var.cleanup.enabled ? 1 : 0

  name                     = "${var.name}-cleanup"
  description              = "OmniGraph: deletes data that nothing within the retention needs"
  package                  = local.package_objects["events"]
  architecture             = var.architecture
  environment              = merge(local.environment, local.access_environment, { QUARKUS_LAMBDA_HANDLER = "cleanup" })
  memory_mb                = var.cleanup.memory_mb
  timeout_seconds          = var.cleanup.timeout_seconds
  ephemeral_storage_mb     = var.cleanup.ephemeral_storage_mb
  reserved_concurrency     = var.cleanup.reserved_concurrency
  policy_statements        = jsonencode(local.event_sweeper)
  asynchronous             = true
  failure_queue_arn        = aws_sqs_queue.maintenance_failures[0].arn
  permissions_boundary_arn = var.permissions_boundary_arn
  kms_key_arn              = local.kms_key_arn
  log_retention_days       = var.log_retention_days
  tracing                  = var.tracing
  alarms_enabled           = var.alarms.enabled
  alarm_actions            = var.alarms.actions
  tags                     = var.tags
}

resource "aws_scheduler_schedule_group" "this" {
  count = local.maintenance ? 1 : 0
  name  = local.schedule_group
  tags  = var.tags
}

resource "aws_scheduler_schedule" "this" {
  for_each = local.schedules

  name                         = "${var.name}-${each.key}"
  description                  = "OmniGraph: ${each.key}"
  group_name                   = aws_scheduler_schedule_group.this[0].name
  schedule_expression          = each.value.expression
  schedule_expression_timezone = each.value.timezone

  flexible_time_window {
    mode                      = "FLEXIBLE"
    maximum_window_in_minutes = 10
  }

  target {
    arn      = local.maintenance_functions[each.key].arn
    role_arn = aws_iam_role.scheduler[0].arn
    input    = jsonencode({ for field, value in each.value.payload : field => value if value != null })

    retry_policy {
      maximum_event_age_in_seconds = 60 * 60
      maximum_retry_attempts       = 3
    }

    dead_letter_config {
      arn = aws_sqs_queue.maintenance_failures[0].arn
    }
  }

  depends_on = [aws_iam_role_policy.scheduler]
}

# What the scheduler could not deliver, and runs that failed for good.
resource "aws_sqs_queue" "maintenance_failures" {
  count                     = local.maintenance ? 1 : 0
  name                      = "${var.name}-maintenance-failures"
  message_retention_seconds = 14 * 24 * 60 * 60
  kms_master_key_id         = local.kms_key_arn
  sqs_managed_sse_enabled   = var.kms.enabled ? null : true
  tags                      = var.tags
}

resource "aws_sqs_queue_policy" "maintenance_failures" {
  count     = local.maintenance ? 1 : 0
  queue_url = aws_sqs_queue.maintenance_failures[0].id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "OnlyTls"
      Effect    = "Deny"
      Principal = "*"
      Action    = ["sqs:SendMessage", "sqs:ReceiveMessage", "sqs:DeleteMessage"]
      Resource  = [aws_sqs_queue.maintenance_failures[0].arn]
      Condition = { Bool = { "aws:SecureTransport" = "false" } }
    }]
  })
}

locals {
  scheduler_policy = jsonencode({
    Version = "2012-10-17"
    Statement = concat(
      [
        {
          Sid      = "Invoke"
          Effect   = "Allow"
          Action   = ["lambda:InvokeFunction"]
          Resource = [for function in local.maintenance_functions : function.arn]
        },
        {
          Sid      = "HandOverFailures"
          Effect   = "Allow"
          Action   = ["sqs:SendMessage"]
          Resource = aws_sqs_queue.maintenance_failures[*].arn
        },
      ],
      local.decrypt.scheduler,
      local.encrypt.scheduler,
    )
  })
}

resource "aws_iam_role" "scheduler" {
  count                = local.maintenance ? 1 : 0
  name                 = "${var.name}-scheduler"
  description          = "Invokes the functions of upkeep on their schedules"
  permissions_boundary = var.permissions_boundary_arn
  tags                 = var.tags

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "scheduler.amazonaws.com" }
      Action    = "sts:AssumeRole"
      Condition = {
        StringEquals = { "aws:SourceAccount" = local.account }
        ArnLike      = { "aws:SourceArn" = "arn:${local.partition}:scheduler:${local.region}:${local.account}:schedule-group/${local.schedule_group}" }
      }
    }]
  })
}

resource "aws_iam_role_policy" "scheduler" {
  count  = local.maintenance ? 1 : 0
  name   = "${var.name}-scheduler"
  role   = aws_iam_role.scheduler[0].name
  policy = local.scheduler_policy
}
