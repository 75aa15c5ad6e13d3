# How the REST API is reached, and by whom.

mock_provider "aws" {
  source          = "./tests/mocks"
  override_during = plan
}

variables {
  name           = "town"
  http_package   = { zip = "tests/fixtures/function.zip" }
  events_package = { zip = "tests/fixtures/function.zip" }
}

run "a_function_url_lets_in_nobody_without_a_signature" {
  command = plan

  variables {
    http = { invokers = ["app"] }
  }

  assert {
    condition     = aws_lambda_function_url.this["http"].authorization_type == "AWS_IAM" && length(aws_apigatewayv2_api.this) == 0
    error_message = "The function URL is open."
  }

  assert {
    condition = { for statement in jsondecode(aws_iam_policy.invoke["http"].policy).Statement : statement.Sid => [statement.Action, statement.Condition] } == {
      CallUrl     = [["lambda:InvokeFunctionUrl"], { StringEquals = { "lambda:FunctionUrlAuthType" = "AWS_IAM" } }]
      InvokeByUrl = [["lambda:InvokeFunction"], { Bool = { "lambda:InvokedViaFunctionUrl" = "true" } }]
    }
    error_message = "Both rights are needed, the second by way of the URL only: ${aws_iam_policy.invoke["http"].policy}"
  }

  assert {
    condition     = aws_iam_role_policy_attachment.invoke["http/app"].role == "app"
    error_message = "The role that was named may not call."
  }

  assert {
    condition     = output.url == "https://abc.lambda-url.eu-central-1.on.aws"
    error_message = "URL: ${output.url}"
  }
}

run "whom_iam_lets_in_may_use_a_graph_that_has_no_policy" {
  command = plan

  assert {
    condition     = module.api["http"].function.environment[0].variables["OMNIGRAPH_ACCESS_WITHOUT_POLICY"] == "open" && module.api["http"].function.environment[0].variables["OMNIGRAPH_ACCESS_PROTECTED_BRANCHES"] == "main"
    error_message = "Access: ${jsonencode(module.api["http"].function.environment[0].variables)}"
  }
}

run "whom_a_token_lets_in_needs_a_policy_and_administrators_write_the_first" {
  command = plan

  variables {
    http = {
      endpoint = "http_api"
      auth     = "jwt"
      jwt      = { issuer = "https://issuer.example.org", audience = ["town"], groups_claim = "roles" }
    }
    access = { administrators = ["user:ann", "role:arn:aws:iam::123456789012:role/ops"], protected_branches = ["main", "release/*"] }
  }

  assert {
    condition = alltrue([
      for function in [module.api["http"], module.ingest[0], module.optimize[0], module.cleanup[0]] : {
        for name, value in function.function.environment[0].variables : name => value if startswith(name, "OMNIGRAPH_ACCESS_") && name != "OMNIGRAPH_ACCESS_JWT_GROUPS_CLAIM"
        } == {
        OMNIGRAPH_ACCESS_WITHOUT_POLICY     = "deny"
        OMNIGRAPH_ACCESS_ADMINISTRATORS     = "user:ann,role:arn:aws:iam::123456789012:role/ops"
        OMNIGRAPH_ACCESS_PROTECTED_BRANCHES = "main,release/*"
      }
    ])
    error_message = "The functions would decide in different ways, or not as it was said: ${jsonencode(module.ingest[0].function.environment[0].variables)}"
  }

  assert {
    condition     = module.api["http"].function.environment[0].variables["OMNIGRAPH_ACCESS_JWT_GROUPS_CLAIM"] == "roles"
    error_message = "The function reads the groups of the JWT, also where an authorizer verified it."
  }
}

run "an_administrator_has_a_kind" {
  command = plan

  variables {
    access = { administrators = ["ann"] }
  }

  expect_failures = [var.access]
}

run "an_http_api_asks_for_a_token" {
  command = plan

  variables {
    http = {
      endpoint     = "http_api"
      auth         = "jwt"
      jwt          = { issuer = "https://issuer.example.org", audience = ["town"] }
      cors_origins = ["https://app.example.org"]
      rate         = 7
      burst        = 9
    }
  }

  assert {
    condition     = aws_apigatewayv2_route.this["http"].authorization_type == "JWT" && aws_apigatewayv2_route.this["http"].route_key == "$default"
    error_message = "There is a route without a token."
  }

  assert {
    condition = (
      aws_apigatewayv2_authorizer.jwt["http"].jwt_configuration[0].issuer == "https://issuer.example.org"
      && aws_apigatewayv2_authorizer.jwt["http"].jwt_configuration[0].audience == toset(["town"])
    )
    error_message = "Tokens of others would do."
  }

  assert {
    condition     = aws_apigatewayv2_integration.this["http"].payload_format_version == "2.0" && aws_apigatewayv2_integration.this["http"].timeout_milliseconds == 30000
    error_message = "The function reads format 2.0."
  }

  assert {
    condition = (
      aws_apigatewayv2_stage.this["http"].default_route_settings[0].throttling_rate_limit == 7
      && aws_apigatewayv2_stage.this["http"].default_route_settings[0].throttling_burst_limit == 9
      && can(jsondecode(aws_apigatewayv2_stage.this["http"].access_log_settings[0].format))
    )
    error_message = "Throttling or the access log is not set."
  }

  assert {
    condition     = aws_lambda_permission.http_api["http"].source_arn == "arn:aws:execute-api:eu-central-1:123456789012:api/*/$default"
    error_message = "Another API could call the function."
  }

  assert {
    condition     = length(aws_lambda_function_url.this) == 0 && length(aws_iam_policy.invoke) == 0
    error_message = "There is a second way in."
  }
}

run "an_http_api_can_ask_for_a_signature_too" {
  command = plan

  variables {
    http = { endpoint = "http_api" }
  }

  assert {
    condition     = aws_apigatewayv2_route.this["http"].authorization_type == "AWS_IAM" && length(aws_apigatewayv2_authorizer.jwt) == 0
    error_message = "There is a route without a signature."
  }

  assert {
    condition     = [for statement in jsondecode(aws_iam_policy.invoke["http"].policy).Statement : statement.Action] == [["execute-api:Invoke"]]
    error_message = "Callers: ${aws_iam_policy.invoke["http"].policy}"
  }
}

run "behind_a_function_url_the_function_itself_asks_for_a_jwt" {
  command = plan

  variables {
    http = {
      auth = "bearer"
      jwt  = { issuer = "https://issuer.example.org", audience = ["town"], jwks_url = "https://keys.example.org/jwks" }
    }
  }

  assert {
    condition     = aws_lambda_function_url.this["http"].authorization_type == "NONE"
    error_message = "The URL would ask for a signature as well."
  }

  assert {
    condition = { for name, value in module.api["http"].function.environment[0].variables : name => value if startswith(name, "OMNIGRAPH_ACCESS_") } == {
      OMNIGRAPH_ACCESS_WITHOUT_POLICY     = "deny"
      OMNIGRAPH_ACCESS_PROTECTED_BRANCHES = "main"
      OMNIGRAPH_ACCESS_JWT_ISSUER         = "https://issuer.example.org"
      OMNIGRAPH_ACCESS_JWT_AUDIENCE       = "town"
      OMNIGRAPH_ACCESS_JWT_JWKS           = "https://keys.example.org/jwks"
    }
    error_message = "The function would let others in: ${jsonencode(module.api["http"].function.environment[0].variables)}"
  }

  assert {
    condition = (
      [aws_lambda_permission.anyone_calls_url["http"].action, aws_lambda_permission.anyone_calls_url["http"].principal, aws_lambda_permission.anyone_calls_url["http"].function_url_auth_type]
      == ["lambda:InvokeFunctionUrl", "*", "NONE"]
    )
    error_message = "Nobody could call the URL."
  }

  assert {
    condition = (
      aws_lambda_permission.anyone_invokes_by_url["http"].action == "lambda:InvokeFunction"
      && aws_lambda_permission.anyone_invokes_by_url["http"].principal == "*"
      && aws_lambda_permission.anyone_invokes_by_url["http"].invoked_via_function_url
    )
    error_message = "Without the second right nobody could call the URL, and without its condition everybody could invoke the function as anyone."
  }

  assert {
    condition     = length(aws_iam_policy.invoke) == 0 && length(aws_secretsmanager_secret.tokens) == 0
    error_message = "There is a policy or a secret that nobody needs."
  }
}

run "only_a_function_that_asks_itself_is_open_to_everyone" {
  command = plan

  assert {
    condition     = length(aws_lambda_permission.anyone_calls_url) + length(aws_lambda_permission.anyone_invokes_by_url) == 0
    error_message = "Everybody may call a function that asks for nothing."
  }
}

run "the_function_asks_for_api_tokens_whose_hashes_are_in_a_secret_without_a_value_here" {
  command = plan

  variables {
    http = { auth = "bearer", tokens = {} }
    kms  = { enabled = true }
  }

  assert {
    condition     = module.api["http"].function.environment[0].variables["OMNIGRAPH_ACCESS_TOKENS_SECRET"] == aws_secretsmanager_secret.tokens[0].arn && output.tokens_secret_arn == aws_secretsmanager_secret.tokens[0].arn
    error_message = "The function does not know where the tokens are."
  }

  assert {
    condition     = aws_secretsmanager_secret.tokens[0].kms_key_id == aws_kms_key.this[0].arn
    error_message = "The secret does not use the key."
  }

  assert {
    condition = [for statement in jsondecode(module.api["http"].policy).Statement : statement if contains(["ReadTokens", "DecryptTokens"], statement.Sid)] == [
      {
        Sid      = "ReadTokens"
        Effect   = "Allow"
        Action   = ["secretsmanager:GetSecretValue"]
        Resource = [aws_secretsmanager_secret.tokens[0].arn]
      },
      {
        Sid      = "DecryptTokens"
        Effect   = "Allow"
        Action   = ["kms:Decrypt"]
        Resource = [aws_kms_key.this[0].arn]
        Condition = { StringEquals = {
          "kms:ViaService"                  = "secretsmanager.eu-central-1.amazonaws.com"
          "kms:EncryptionContext:SecretARN" = aws_secretsmanager_secret.tokens[0].arn
        } }
      },
    ]
    error_message = "The function may read another secret, or not this one: ${module.api["http"].policy}"
  }

  assert {
    condition = alltrue([
      for function in [module.ingest[0], module.optimize[0], module.cleanup[0]] :
      !strcontains(function.policy, "secretsmanager") && !contains(keys(function.function.environment[0].variables), "OMNIGRAPH_ACCESS_TOKENS_SECRET")
    ])
    error_message = "A function that nobody calls over HTTP reads the tokens."
  }
}

run "a_secret_that_is_there_already_is_used_with_its_own_key" {
  command = plan

  variables {
    http = {
      endpoint = "http_api"
      auth     = "bearer"
      tokens = {
        secret_arn  = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:mine-AbCdEf"
        kms_key_arn = "arn:aws:kms:eu-west-1:123456789012:key/mine"
      }
    }
  }

  assert {
    condition     = length(aws_secretsmanager_secret.tokens) == 0 && output.tokens_secret_arn == "arn:aws:secretsmanager:eu-west-1:123456789012:secret:mine-AbCdEf"
    error_message = "A second secret is made."
  }

  assert {
    condition = [for statement in jsondecode(module.api["http"].policy).Statement : [statement.Resource, try(statement.Condition.StringEquals, null)] if contains(["ReadTokens", "DecryptTokens"], statement.Sid)] == [
      [["arn:aws:secretsmanager:eu-west-1:123456789012:secret:mine-AbCdEf"], null],
      [["arn:aws:kms:eu-west-1:123456789012:key/mine"], {
        "kms:ViaService"                  = "secretsmanager.eu-west-1.amazonaws.com"
        "kms:EncryptionContext:SecretARN" = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:mine-AbCdEf"
      }],
    ]
    error_message = "The function cannot read the secret: ${module.api["http"].policy}"
  }

  assert {
    condition     = aws_apigatewayv2_route.this["http"].authorization_type == "NONE" && length(aws_apigatewayv2_authorizer.jwt) == 0
    error_message = "API Gateway would ask for something else."
  }

  assert {
    condition     = length(aws_lambda_permission.anyone_calls_url) + length(aws_lambda_permission.anyone_invokes_by_url) == 0
    error_message = "Behind an HTTP API only API Gateway invokes the function."
  }
}

run "a_reader_has_an_endpoint_rights_and_callers_of_its_own" {
  command = plan

  variables {
    http   = { invokers = ["app"], reserved_concurrency = 10 }
    reader = { enabled = true, invokers = ["reports"], reserved_concurrency = 3, memory_mb = 2048, timeout_seconds = 60 }
    alarms = { actions = ["arn:aws:sns:eu-central-1:123456789012:alarms"] }
  }

  assert {
    condition = { for name, function in module.api : name => [
      function.name, function.function.memory_size, function.function.timeout, function.function.reserved_concurrent_executions, aws_lambda_function_url.this[name].function_name
      ] } == {
      http   = ["town-http", 1024, 30, 10, "town-http"]
      reader = ["town-reader", 2048, 60, 3, "town-reader"]
    }
    error_message = "The functions are not told apart."
  }

  assert {
    condition     = module.api["reader"].function.s3_key == module.api["http"].function.s3_key
    error_message = "The reader is the same code."
  }

  assert {
    condition     = { for key, attachment in aws_iam_role_policy_attachment.invoke : key => attachment.role } == { "http/app" = "app", "reader/reports" = "reports" }
    error_message = "Whoever may call the reader may call the other."
  }

  assert {
    condition     = aws_iam_policy.invoke["reader"].name == "town-reader-invoke" && output.reader_url != null && output.functions["reader"] == "town-reader"
    error_message = "The reader cannot be called."
  }

  assert {
    condition = (
      aws_cloudwatch_metric_alarm.this["reader-5xx"].dimensions == tomap({ FunctionName = "town-reader" })
      && keys(module.api["reader"].alarms) == ["duration", "errors", "throttles"]
      && module.api["reader"].alarms["throttles"].alarm_actions == toset(["arn:aws:sns:eu-central-1:123456789012:alarms"])
      && strcontains(aws_cloudwatch_dashboard.this[0].dashboard_body, "\"town-reader\"")
    )
    error_message = "Nobody would hear of the reader's failures."
  }
}

run "a_reader_can_be_all_there_is" {
  command = plan

  variables {
    http           = { enabled = false, endpoint = "http_api", auth = "bearer", tokens = {} }
    reader         = { enabled = true }
    ingest         = { enabled = false }
    optimize       = { enabled = false }
    cleanup        = { enabled = false }
    events_package = null
    graph_bucket   = { create = false, name = "mine" }
  }

  assert {
    condition     = keys(module.api) == ["reader"] && output.url == null && output.reader_url == "https://api.execute-api.eu-central-1.amazonaws.com"
    error_message = "Functions: ${join(", ", keys(module.api))}"
  }

  assert {
    condition     = contains([for statement in jsondecode(module.api["reader"].policy).Statement : statement.Sid], "ReadTokens")
    error_message = "The reader could not ask for tokens."
  }
}

run "web_pages_may_send_and_read_all_headers_of_the_api_and_of_agents" {
  command = plan

  variables {
    http = {
      endpoint     = "http_api"
      auth         = "jwt"
      jwt          = { issuer = "https://issuer.example.org", audience = ["town"] }
      cors_origins = ["https://app.example.org"]
    }
    reader = { enabled = true }
  }

  # The document of the API says which headers its requests take, and which its answers send beside those that are always read.
  assert {
    condition = length(setsubtract(
      [
        for name in flatten(regexall("(?m)name: ([A-Z][A-Za-z-]+)\n +in: header", file("../function/api/src/main/resources/META-INF/openapi.yaml"))) :
        lower(name)
      ],
      aws_apigatewayv2_api.this["http"].cors_configuration[0].allow_headers,
    )) == 0
    error_message = "A header of the API cannot be sent."
  }

  assert {
    condition = length(setsubtract(
      [
        for name in flatten([
          keys(yamldecode(file("../function/api/src/main/resources/META-INF/openapi.yaml")).components.headers),
          [
            for path in values(yamldecode(file("../function/api/src/main/resources/META-INF/openapi.yaml")).paths) : [
              for method in values(path) : [for response in values(try(method.responses, {})) : keys(try(response.headers, {}))]
            ]
          ],
        ]) : lower(name) if !contains(["content-length", "content-type", "vary"], lower(name))
      ],
      aws_apigatewayv2_api.this["http"].cors_configuration[0].expose_headers,
    )) == 0
    error_message = "A header of the API cannot be read."
  }

  assert {
    condition     = contains(aws_apigatewayv2_api.this["http"].cors_configuration[0].allow_headers, "mcp-protocol-version") && contains(aws_apigatewayv2_api.this["http"].cors_configuration[0].allow_headers, "accept")
    error_message = "Agents in a web page could not say which version of their protocol they speak."
  }

  assert {
    condition = { for name, route in aws_apigatewayv2_route.preflight : name => [route.route_key, route.authorization_type, aws_lambda_permission.preflight[name].source_arn] } == {
      for name in ["http", "reader"] : name => ["OPTIONS /{proxy+}", "NONE", "arn:aws:execute-api:eu-central-1:123456789012:api/*/OPTIONS/{proxy+}"]
    }
    error_message = "A browser asks without a token whether it may call."
  }
}

run "without_web_pages_nothing_is_answered_without_a_token" {
  command = plan

  variables {
    http = { endpoint = "http_api" }
  }

  assert {
    condition     = length(aws_apigatewayv2_route.preflight) == 0 && length(aws_apigatewayv2_api.this["http"].cors_configuration) == 0
    error_message = "There is a route without authorization."
  }
}

run "web_pages_may_call_a_function_url" {
  command = plan

  variables {
    http = { cors_origins = ["https://app.example.org"] }
  }

  assert {
    condition = (
      aws_lambda_function_url.this["http"].cors[0].allow_methods == toset(["DELETE", "GET", "HEAD", "POST", "PUT"])
      && contains(aws_lambda_function_url.this["http"].cors[0].allow_headers, "if-none-match")
      && contains(aws_lambda_function_url.this["http"].cors[0].expose_headers, "omnigraph-next")
    )
    error_message = "CORS: ${jsonencode(aws_lambda_function_url.this["http"].cors)}"
  }
}

run "agents_work_on_the_branch_that_was_said" {
  command = plan

  variables {
    http = { agent_branch = "agents/{actor}" }
  }

  assert {
    condition     = module.api["http"].function.environment[0].variables["OMNIGRAPH_MCP_BRANCH"] == "agents/{actor}"
    error_message = "Agents: ${jsonencode(module.api["http"].function.environment[0].variables)}"
  }
}
