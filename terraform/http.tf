# The REST API, and agents by the same way: a function that writes and, where it is asked for, one that can only read.
# They are the same code with other rights, and each has an endpoint of its own.
locals {
  apis = {
    for name, api in {
      http = {
        settings    = var.http
        description = "OmniGraph: the REST API"
        statements  = local.http_statements
      }
      reader = {
        settings    = var.reader
        description = "OmniGraph: the REST API, reading only"
        statements  = local.reader_statements
      }
    } : name => api if api.settings.enabled
  }

  function_urls = { for name, api in local.apis : name => api if var.http.endpoint == "function_url" }
  http_apis     = { for name, api in local.apis : name => api if var.http.endpoint == "http_api" }

  urls = merge(
    { for name, url in aws_lambda_function_url.this : name => trimsuffix(url.function_url, "/") },
    { for name, api in aws_apigatewayv2_api.this : name => api.api_endpoint },
  )
}

module "api" {
  source   = "./modules/function"
  for_each = local.apis

  name                     = "${var.name}-${each.key}"
  description              = each.value.description
  package                  = local.package_objects["http"]
  architecture             = var.architecture
  environment              = merge(local.environment, local.embedding_environment, local.access_environment, local.caller_environment, { OMNIGRAPH_MCP_BRANCH = var.http.agent_branch })
  memory_mb                = each.value.settings.memory_mb
  timeout_seconds          = each.value.settings.timeout_seconds
  ephemeral_storage_mb     = each.value.settings.ephemeral_storage_mb
  reserved_concurrency     = each.value.settings.reserved_concurrency
  policy_statements        = each.value.statements
  permissions_boundary_arn = var.permissions_boundary_arn
  kms_key_arn              = local.kms_key_arn
  log_retention_days       = var.log_retention_days
  tracing                  = var.tracing
  alarms_enabled           = var.alarms.enabled
  alarm_actions            = var.alarms.actions
  tags                     = var.tags
}

# --- Web pages -------------------------------------------------------------------------------------------------------

locals {
  # What the API and the protocol of agents take and send, and signatures; tests/http.tftest.hcl compares it with the
  # document of the API.
  cors = [
    for origins in length(var.http.cors_origins) == 0 ? [] : [var.http.cors_origins] : {
      origins = origins
      methods = ["DELETE", "GET", "HEAD", "POST", "PUT"]
      takes = [
        "accept", "authorization", "content-type", "idempotency-key", "if-match", "if-none-match", "if-range",
        "mcp-method", "mcp-name", "mcp-protocol-version", "range", "x-amz-content-sha256", "x-amz-date",
        "x-amz-security-token",
      ]
      sends = [
        "accept-ranges", "allow", "content-range", "etag", "location", "omnigraph-columns", "omnigraph-commit",
        "omnigraph-feed-cursor", "omnigraph-next", "retry-after", "www-authenticate",
      ]
    }
  ]
}

# --- Function URL ----------------------------------------------------------------------------------------------------

resource "aws_lambda_function_url" "this" {
  for_each      = local.function_urls
  function_name = module.api[each.key].name
  # NONE where the function itself asks for a token; the validation of http sees to it that it knows some.
  authorization_type = local.by_function ? "NONE" : "AWS_IAM"

  dynamic "cors" {
    for_each = local.cors

    content {
      allow_origins  = cors.value.origins
      allow_methods  = cors.value.methods
      allow_headers  = cors.value.takes
      expose_headers = cors.value.sends
      max_age        = 3600
    }
  }
}

# --- HTTP API --------------------------------------------------------------------------------------------------------

resource "aws_apigatewayv2_api" "this" {
  for_each      = local.http_apis
  name          = "${var.name}-${each.key}"
  description   = each.value.description
  protocol_type = "HTTP"
  tags          = var.tags

  dynamic "cors_configuration" {
    for_each = local.cors

    content {
      allow_origins  = cors_configuration.value.origins
      allow_methods  = cors_configuration.value.methods
      allow_headers  = cors_configuration.value.takes
      expose_headers = cors_configuration.value.sends
      max_age        = 3600
    }
  }
}

resource "aws_apigatewayv2_authorizer" "jwt" {
  for_each         = { for name, api in local.http_apis : name => api if local.by_authorizer }
  api_id           = aws_apigatewayv2_api.this[each.key].id
  name             = "jwt"
  authorizer_type  = "JWT"
  identity_sources = ["$request.header.Authorization"]

  jwt_configuration {
    issuer   = var.http.jwt.issuer
    audience = var.http.jwt.audience
  }
}

resource "aws_apigatewayv2_integration" "this" {
  for_each               = local.http_apis
  api_id                 = aws_apigatewayv2_api.this[each.key].id
  integration_type       = "AWS_PROXY"
  integration_uri        = module.api[each.key].function.invoke_arn
  payload_format_version = "2.0"
  timeout_milliseconds   = min(30, each.value.settings.timeout_seconds) * 1000
}

resource "aws_apigatewayv2_route" "this" {
  for_each             = local.http_apis
  api_id               = aws_apigatewayv2_api.this[each.key].id
  route_key            = "$default"
  target               = "integrations/${aws_apigatewayv2_integration.this[each.key].id}"
  authorization_type   = local.by_authorizer ? "JWT" : local.by_iam ? "AWS_IAM" : "NONE"
  authorizer_id        = local.by_authorizer ? aws_apigatewayv2_authorizer.jwt[each.key].id : null
  authorization_scopes = local.by_authorizer ? var.http.jwt.scopes : null
}

# A browser asks first whether it may call, and sends no credential with that. API Gateway answers it, but $default would
# ask for one: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html, on $default and authorizers.
resource "aws_apigatewayv2_route" "preflight" {
  for_each           = { for name, api in local.http_apis : name => api if !local.by_function && length(local.cors) > 0 }
  api_id             = aws_apigatewayv2_api.this[each.key].id
  route_key          = "OPTIONS /{proxy+}"
  target             = "integrations/${aws_apigatewayv2_integration.this[each.key].id}"
  authorization_type = "NONE"
}

resource "aws_apigatewayv2_stage" "this" {
  for_each    = local.http_apis
  api_id      = aws_apigatewayv2_api.this[each.key].id
  name        = "$default"
  auto_deploy = true
  tags        = var.tags

  default_route_settings {
    detailed_metrics_enabled = true
    throttling_rate_limit    = var.http.rate
    throttling_burst_limit   = var.http.burst
  }

  access_log_settings {
    destination_arn = aws_cloudwatch_log_group.access[each.key].arn
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
  for_each          = local.http_apis
  name              = "/aws/apigateway/${var.name}-${each.key}"
  retention_in_days = var.log_retention_days
  kms_key_id        = local.kms_key_arn
  tags              = var.tags
}
