locals {
  http_api     = var.http.enabled && var.http.endpoint == "http_api"
  function_url = var.http.enabled && var.http.endpoint == "function_url"
  by_iam       = var.http.enabled && var.http.auth == "iam"
  by_jwt       = var.http.enabled && var.http.auth == "jwt"

  # IAM says who may call at all, and where nothing else is said, that is enough; of a JWT anybody may be the subject.
  access_environment = {
    for name, value in {
      OMNIGRAPH_ACCESS_WITHOUT_POLICY     = var.http.access.without_policy != null ? var.http.access.without_policy : local.by_iam ? "open" : "deny"
      OMNIGRAPH_ACCESS_ADMINISTRATORS     = length(var.http.access.administrators) > 0 ? join(",", var.http.access.administrators) : null
      OMNIGRAPH_ACCESS_PROTECTED_BRANCHES = join(",", var.http.access.protected_branches)
      OMNIGRAPH_MCP_BRANCH                = var.http.agent_branch
    } : name => value if value != null
  }
}

module "http" {
  source = "./modules/function"
  count  = var.http.enabled ? 1 : 0

  name                     = "${var.name}-http"
  description              = var.http.read_only ? "OmniGraph: the REST API, reading only" : "OmniGraph: the REST API"
  package                  = local.package_objects["http"]
  architecture             = var.architecture
  environment              = merge(local.environment, local.embedding_environment, local.access_environment)
  memory_mb                = var.http.memory_mb
  timeout_seconds          = var.http.timeout_seconds
  ephemeral_storage_mb     = var.http.ephemeral_storage_mb
  reserved_concurrency     = var.http.reserved_concurrency
  policy_statements        = var.http.read_only ? jsonencode(concat(local.readers, local.embed_texts)) : jsonencode(concat(local.writers, [local.write_schemas, local.write_exports], local.embed_texts))
  permissions_boundary_arn = var.permissions_boundary_arn
  kms_key_arn              = local.kms_key_arn
  log_retention_days       = var.log_retention_days
  tracing                  = var.tracing
  alarms_enabled           = var.alarms.enabled
  alarm_actions            = var.alarms.actions
  tags                     = var.tags
}

# --- Function URL ----------------------------------------------------------------------------------------------------

resource "aws_lambda_function_url" "this" {
  count              = local.function_url ? 1 : 0
  function_name      = module.http[0].name
  authorization_type = "AWS_IAM"

  dynamic "cors" {
    for_each = length(var.http.cors_origins) == 0 ? [] : [var.http.cors_origins]

    content {
      allow_origins = cors.value
      allow_methods = ["GET", "POST", "PUT", "DELETE"]
      allow_headers = ["authorization", "content-type", "idempotency-key", "if-match", "x-amz-date", "x-amz-security-token"]
      max_age       = 3600
    }
  }
}

# --- HTTP API --------------------------------------------------------------------------------------------------------

resource "aws_apigatewayv2_api" "this" {
  count         = local.http_api ? 1 : 0
  name          = "${var.name}-http"
  description   = "OmniGraph: the REST API"
  protocol_type = "HTTP"
  tags          = var.tags

  dynamic "cors_configuration" {
    for_each = length(var.http.cors_origins) == 0 ? [] : [var.http.cors_origins]

    content {
      allow_origins = cors_configuration.value
      allow_methods = ["GET", "POST", "PUT", "DELETE"]
      allow_headers = ["authorization", "content-type", "idempotency-key", "if-match", "x-amz-date", "x-amz-security-token"]
      max_age       = 3600
    }
  }
}

resource "aws_apigatewayv2_authorizer" "jwt" {
  count            = local.by_jwt ? 1 : 0
  api_id           = aws_apigatewayv2_api.this[0].id
  name             = "jwt"
  authorizer_type  = "JWT"
  identity_sources = ["$request.header.Authorization"]

  jwt_configuration {
    issuer   = var.http.jwt.issuer
    audience = var.http.jwt.audience
  }
}

resource "aws_apigatewayv2_integration" "this" {
  count                  = local.http_api ? 1 : 0
  api_id                 = aws_apigatewayv2_api.this[0].id
  integration_type       = "AWS_PROXY"
  integration_uri        = module.http[0].function.invoke_arn
  payload_format_version = "2.0"
  timeout_milliseconds   = min(30, var.http.timeout_seconds) * 1000
}

resource "aws_apigatewayv2_route" "this" {
  count                = local.http_api ? 1 : 0
  api_id               = aws_apigatewayv2_api.this[0].id
  route_key            = "$default"
  target               = "integrations/${aws_apigatewayv2_integration.this[0].id}"
  authorization_type   = local.by_jwt ? "JWT" : "AWS_IAM"
  authorizer_id        = one(aws_apigatewayv2_authorizer.jwt[*].id)
  authorization_scopes = local.by_jwt ? var.http.jwt.scopes : null
}

resource "aws_apigatewayv2_stage" "this" {
  count       = local.http_api ? 1 : 0
  api_id      = aws_apigatewayv2_api.this[0].id
  name        = "$default"
  auto_deploy = true
  tags        = var.tags

  default_route_settings {
    detailed_metrics_enabled = true
    throttling_rate_limit    = var.http.rate
    throttling_burst_limit   = var.http.burst
  }

  access_log_settings {
    destination_arn = aws_cloudwatch_log_group.access[0].arn
    format = jsonencode({
      time      = "$context.requestTime"
      requestId = "$context.requestId"
      ip        = "$context.identity.sourceIp"
      caller    = "$context.identity.userArn"
      subject   = "$context.authorizer.claims.sub"
      method    = "$context.httpMethod"
      path      = "$context.path"
      status    = "$context.status"
      latency   = "$context.responseLatency"
      bytes     = "$context.responseLength"
      error     = "$context.error.message"
    })
  }
}

resource "aws_cloudwatch_log_group" "access" {
  count             = local.http_api ? 1 : 0
  name              = "/aws/apigateway/${var.name}-http"
  retention_in_days = var.log_retention_days
  kms_key_id        = local.kms_key_arn
  tags              = var.tags
}

resource "aws_lambda_permission" "http_api" {
  count         = local.http_api ? 1 : 0
  statement_id  = "HttpApi"
  action        = "lambda:InvokeFunction"
  function_name = module.http[0].name
  principal     = "apigateway.amazonaws.com"
  source_arn    = "${aws_apigatewayv2_api.this[0].execution_arn}/*/$default"
}

# --- Callers ---------------------------------------------------------------------------------------------------------

locals {
  # A function URL asks for both rights. The second only by way of the URL: whoever invokes the function directly
  # writes the event himself, and with it who he is.
  function_url_statements = [
    for arn in local.function_url ? [module.http[0].arn] : [] : [
      {
        Sid       = "CallUrl"
        Effect    = "Allow"
        Action    = ["lambda:InvokeFunctionUrl"]
        Resource  = [arn]
        Condition = { StringEquals = { "lambda:FunctionUrlAuthType" = "AWS_IAM" } }
      },
      {
        Sid       = "InvokeByUrl"
        Effect    = "Allow"
        Action    = ["lambda:InvokeFunction"]
        Resource  = [arn]
        Condition = { Bool = { "lambda:InvokedViaFunctionUrl" = "true" } }
      },
    ]
  ]

  http_api_statements = [
    for arn in local.http_api ? [aws_apigatewayv2_api.this[0].execution_arn] : [] : [
      {
        Sid      = "CallApi"
        Effect   = "Allow"
        Action   = ["execute-api:Invoke"]
        Resource = ["${arn}/*"]
      },
    ]
  ]
}

resource "aws_iam_policy" "invoke" {
  count       = local.by_iam ? 1 : 0
  name        = "${var.name}-invoke"
  description = "Calls to the REST API of ${var.name}"
  tags        = var.tags

  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = flatten([local.function_url_statements, local.http_api_statements])
  })
}

resource "aws_iam_role_policy_attachment" "invoke" {
  for_each   = local.by_iam ? var.http.invokers : toset([])
  role       = each.value
  policy_arn = aws_iam_policy.invoke[0].arn
}
