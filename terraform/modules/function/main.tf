locals {
  # Above that, Lambda's own timeout is near and the duration alarm goes off.
  near_timeout = 0.8

  is_image  = var.package.image_uri != null
  is_native = var.package.runtime == "native"

  # An image brings its own.
  jvm_environment = local.is_native || local.is_image ? {} : {
    JAVA_TOOL_OPTIONS = join(" ", [
      "--add-opens=java.base/java.nio=ALL-UNNAMED",
      "--enable-native-access=ALL-UNNAMED",
      "--sun-misc-unsafe-memory-access=allow",
    ])
  }

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = concat(
      [
        {
          Sid      = "Log"
          Effect   = "Allow"
          Action   = ["logs:CreateLogStream", "logs:PutLogEvents"]
          Resource = ["${aws_cloudwatch_log_group.this.arn}:*"]
        },
      ],
      [
        for arn in var.asynchronous ? [var.failure_queue_arn] : [] : {
          Sid      = "HandOverFailures"
          Effect   = "Allow"
          Action   = ["sqs:SendMessage"]
          Resource = [arn]
        }
      ],
      [
        # These two know no resources.
        for sid in var.tracing ? ["Trace"] : [] : {
          Sid      = sid
          Effect   = "Allow"
          Action   = ["xray:PutTraceSegments", "xray:PutTelemetryRecords"]
          Resource = ["*"]
        }
      ],
      jsondecode(var.policy_statements),
    )
  })
}

resource "aws_cloudwatch_log_group" "this" {
  name              = "/aws/lambda/${var.name}"
  retention_in_days = var.log_retention_days
  kms_key_id        = var.kms_key_arn
  tags              = var.tags
}

resource "aws_iam_role" "this" {
  name                 = var.name
  description          = var.description
  permissions_boundary = var.permissions_boundary_arn
  tags                 = var.tags

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "lambda.amazonaws.com" }
      Action    = "sts:AssumeRole"
    }]
  })
}

resource "aws_iam_role_policy" "this" {
  name   = var.name
  role   = aws_iam_role.this.name
  policy = local.policy
}

resource "aws_lambda_function" "this" {
  function_name = var.name
  description   = var.description
  role          = aws_iam_role.this.arn
  architectures = [var.architecture]
  kms_key_arn   = var.kms_key_arn
  tags          = var.tags

  package_type      = local.is_image ? "Image" : "Zip"
  image_uri         = var.package.image_uri
  s3_bucket         = local.is_image ? null : var.package.s3.bucket
  s3_key            = local.is_image ? null : var.package.s3.key
  s3_object_version = local.is_image ? null : var.package.s3.version_id
  runtime           = local.is_image ? null : local.is_native ? "provided.al2023" : "java25"
  handler = local.is_image ? null : (
    local.is_native ? "bootstrap" : "io.quarkus.amazon.lambda.runtime.QuarkusStreamHandler::handleRequest"
  )

  memory_size                    = var.memory_mb
  timeout                        = var.timeout_seconds
  reserved_concurrent_executions = var.reserved_concurrency

  ephemeral_storage {
    size = var.ephemeral_storage_mb
  }

  environment {
    # A function's timeout is what tells whoever finds its unfinished write that it is not coming back.
    variables = merge(local.jvm_environment, { OMNIGRAPH_TIME_LIMIT = "${var.timeout_seconds}s" }, var.environment)
  }

  logging_config {
    log_format       = "JSON"
    log_group        = aws_cloudwatch_log_group.this.name
    system_log_level = "INFO"
  }

  tracing_config {
    mode = var.tracing ? "Active" : "PassThrough"
  }

  # A function that starts without its rights fails its first requests.
  depends_on = [aws_iam_role_policy.this]
}

# The scheduler invokes asynchronously: it hears nothing of a run that fails. Lambda repeats it, and hands it over.
resource "aws_lambda_function_event_invoke_config" "this" {
  count                        = var.asynchronous ? 1 : 0
  function_name                = aws_lambda_function.this.function_name
  maximum_retry_attempts       = var.retries
  maximum_event_age_in_seconds = 6 * 60 * 60

  destination_config {
    on_failure {
      destination = var.failure_queue_arn
    }
  }

  depends_on = [aws_iam_role_policy.this]
}

resource "aws_cloudwatch_metric_alarm" "this" {
  for_each = var.alarms_enabled ? {
    errors = {
      metric      = "Errors"
      statistic   = "Sum"
      threshold   = 1
      description = "invocations failed"
    }
    throttles = {
      metric      = "Throttles"
      statistic   = "Sum"
      threshold   = 1
      description = "invocations were refused for want of concurrency"
    }
    duration = {
      metric      = "Duration"
      statistic   = "Maximum"
      threshold   = local.near_timeout * var.timeout_seconds * 1000
      description = "an invocation took more than ${local.near_timeout * 100} % of the timeout"
    }
  } : {}

  alarm_name          = "${var.name}-${each.key}"
  alarm_description   = "${var.name}: ${each.value.description}. See docs/run/operations.md."
  namespace           = "AWS/Lambda"
  metric_name         = each.value.metric
  dimensions          = { FunctionName = aws_lambda_function.this.function_name }
  statistic           = each.value.statistic
  period              = 300
  evaluation_periods  = 1
  comparison_operator = "GreaterThanOrEqualToThreshold"
  threshold           = each.value.threshold
  treat_missing_data  = "notBreaching"
  alarm_actions       = var.alarm_actions
  ok_actions          = var.alarm_actions
  tags                = var.tags
}
