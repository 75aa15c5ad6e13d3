# Who may call, how it is proven, and what is then allowed. Policies of the graphs say the rest: docs/use/access.md.
locals {
  by_iam        = var.http.auth == "iam"
  by_authorizer = var.http.auth == "jwt"
  by_function   = var.http.auth == "bearer"

  # Of every function: those of upkeep and ingest are held to the same policies. IAM says who may call at all, and where
  # nothing else is said, that is enough; of a JWT anybody may be the subject.
  access_environment = {
    for name, value in {
      OMNIGRAPH_ACCESS_WITHOUT_POLICY     = var.access.without_policy != null ? var.access.without_policy : local.by_iam ? "open" : "deny"
      OMNIGRAPH_ACCESS_ADMINISTRATORS     = length(var.access.administrators) > 0 ? join(",", var.access.administrators) : null
      OMNIGRAPH_ACCESS_PROTECTED_BRANCHES = join(",", var.access.protected_branches)
    } : name => value if value != null
  }

  # Of those that are called over HTTP. An authorizer verifies the JWT itself, and the function reads its groups.
  verified_jwt = local.by_function ? var.http.jwt : null
  caller_environment = {
    for name, value in {
      OMNIGRAPH_ACCESS_TOKENS_SECRET    = local.tokens_arn
      OMNIGRAPH_ACCESS_JWT_ISSUER       = local.verified_jwt == null ? null : local.verified_jwt.issuer
      OMNIGRAPH_ACCESS_JWT_AUDIENCE     = local.verified_jwt == null ? null : one(local.verified_jwt.audience)
      OMNIGRAPH_ACCESS_JWT_JWKS         = local.verified_jwt == null ? null : local.verified_jwt.jwks_url
      OMNIGRAPH_ACCESS_JWT_GROUPS_CLAIM = var.http.jwt == null ? null : var.http.jwt.groups_claim
    } : name => value if value != null
  }
}

# --- API tokens ------------------------------------------------------------------------------------------------------

locals {
  has_tokens     = var.http.tokens != null
  make_tokens    = local.has_tokens ? var.http.tokens.secret_arn == null : false
  tokens_arn     = local.make_tokens ? aws_secretsmanager_secret.tokens[0].arn : local.has_tokens ? var.http.tokens.secret_arn : null
  tokens_key_arn = local.make_tokens ? local.kms_key_arn : local.has_tokens ? var.http.tokens.kms_key_arn : null
}

# Made without a value, which only the command line knows: so no hash is in a state of Terraform, and no apply puts an
# old list back. Until there is one, nobody is let in (503 tokens_unavailable).
resource "aws_secretsmanager_secret" "tokens" {
  # checkov:skip=CKV2_AWS_57: it holds hashes of tokens, which have an expiry each; nothing could make their tokens anew
  count                   = local.make_tokens ? 1 : 0
  name                    = "${var.name}-tokens"
  description             = "The API tokens of ${var.name}: names, groups, expiries and SHA-256, see docs/run/functions.md"
  kms_key_id              = local.kms_key_arn
  recovery_window_in_days = 7
  tags                    = var.tags
}

locals {
  read_tokens = concat(
    [
      for sid in local.has_tokens ? ["ReadTokens"] : [] : {
        Sid      = sid
        Effect   = "Allow"
        Action   = ["secretsmanager:GetSecretValue"]
        Resource = [local.tokens_arn]
      }
    ],
    [
      # Of a key that anything else is encrypted with, this secret and no other.
      for sid in local.make_tokens ? var.kms.enabled ? ["DecryptTokens"] : [] : local.tokens_key_arn != null ? ["DecryptTokens"] : [] : {
        Sid      = sid
        Effect   = "Allow"
        Action   = ["kms:Decrypt"]
        Resource = [local.tokens_key_arn]
        Condition = {
          StringEquals = {
            "kms:ViaService"                  = "secretsmanager.${split(":", local.tokens_arn)[3]}.amazonaws.com"
            "kms:EncryptionContext:SecretARN" = local.tokens_arn
          }
        }
      }
    ],
  )
}

# --- Rights to call --------------------------------------------------------------------------------------------------

# With a function URL of NONE everybody reaches the function, and it takes both rights: AWS asks for the second one since
# October 2025 (https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html). That is by way of the URL only: whoever
# invokes the function directly writes the event himself, and with it who he is.
resource "aws_lambda_permission" "anyone_calls_url" {
  # checkov:skip=CKV_AWS_301: the function asks everybody for a token, as the validation of http requires
  for_each               = { for name, api in local.function_urls : name => api if local.by_function }
  statement_id           = "AnyoneCallsUrl"
  action                 = "lambda:InvokeFunctionUrl"
  function_name          = module.api[each.key].name
  principal              = "*"
  function_url_auth_type = "NONE"
}

resource "aws_lambda_permission" "anyone_invokes_by_url" {
  # checkov:skip=CKV_AWS_301: the same
  for_each                 = { for name, api in local.function_urls : name => api if local.by_function }
  statement_id             = "AnyoneInvokesByUrl"
  action                   = "lambda:InvokeFunction"
  function_name            = module.api[each.key].name
  principal                = "*"
  invoked_via_function_url = true
}

resource "aws_lambda_permission" "http_api" {
  for_each      = local.http_apis
  statement_id  = "HttpApi"
  action        = "lambda:InvokeFunction"
  function_name = module.api[each.key].name
  principal     = "apigateway.amazonaws.com"
  source_arn    = "${aws_apigatewayv2_api.this[each.key].execution_arn}/*/$default"
}

resource "aws_lambda_permission" "preflight" {
  for_each      = aws_apigatewayv2_route.preflight
  statement_id  = "Preflight"
  action        = "lambda:InvokeFunction"
  function_name = module.api[each.key].name
  principal     = "apigateway.amazonaws.com"
  source_arn    = "${aws_apigatewayv2_api.this[each.key].execution_arn}/*/OPTIONS/{proxy+}"
}

locals {
  # A function URL asks for both rights, the second only by way of the URL, as above.
  invoke_statements = {
    for name, api in local.apis : name => concat(
      [
        for arn in var.http.endpoint == "function_url" ? [module.api[name].arn] : [] : {
          Sid       = "CallUrl"
          Effect    = "Allow"
          Action    = ["lambda:InvokeFunctionUrl"]
          Resource  = [arn]
          Condition = { StringEquals = { "lambda:FunctionUrlAuthType" = "AWS_IAM" } }
        }
      ],
      [
        for arn in var.http.endpoint == "function_url" ? [module.api[name].arn] : [] : {
          Sid       = "InvokeByUrl"
          Effect    = "Allow"
          Action    = ["lambda:InvokeFunction"]
          Resource  = [arn]
          Condition = { Bool = { "lambda:InvokedViaFunctionUrl" = "true" } }
        }
      ],
      [
        for arn in var.http.endpoint == "http_api" ? [aws_apigatewayv2_api.this[name].execution_arn] : [] : {
          Sid      = "CallApi"
          Effect   = "Allow"
          Action   = ["execute-api:Invoke"]
          Resource = ["${arn}/*"]
        }
      ],
    )
  }

  # Roles that call one of the functions; whoever may call the reader may not call the other.
  invokers = merge([
    for name, api in local.apis : {
      for role in api.settings.invokers : "${name}/${role}" => { api = name, role = role } if local.by_iam
    }
  ]...)
}

resource "aws_iam_policy" "invoke" {
  for_each    = { for name, api in local.apis : name => api if local.by_iam }
  name        = each.key == "http" ? "${var.name}-invoke" : "${var.name}-${each.key}-invoke"
  description = "Calls to the REST API of ${var.name}${each.key == "reader" ? ", reading only" : ""}"
  tags        = var.tags

  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = local.invoke_statements[each.key]
  })
}

resource "aws_iam_role_policy_attachment" "invoke" {
  for_each   = local.invokers
  role       = each.value.role
  policy_arn = aws_iam_policy.invoke[each.value.api].arn
}
