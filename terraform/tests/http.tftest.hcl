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
    condition     = aws_lambda_function_url.this[0].authorization_type == "AWS_IAM" && length(aws_apigatewayv2_api.this) == 0
    error_message = "The function URL is open."
  }

  assert {
    condition = { for statement in jsondecode(aws_iam_policy.invoke[0].policy).Statement : statement.Sid => [statement.Action, statement.Condition] } == {
      CallUrl     = [["lambda:InvokeFunctionUrl"], { StringEquals = { "lambda:FunctionUrlAuthType" = "AWS_IAM" } }]
      InvokeByUrl = [["lambda:InvokeFunction"], { Bool = { "lambda:InvokedViaFunctionUrl" = "true" } }]
    }
    error_message = "Both rights are needed, the second by way of the URL only: ${aws_iam_policy.invoke[0].policy}"
  }

  assert {
    condition     = aws_iam_role_policy_attachment.invoke["app"].role == "app"
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
    condition     = module.http[0].function.environment[0].variables["OMNIGRAPH_ACCESS_WITHOUT_POLICY"] == "open" && module.http[0].function.environment[0].variables["OMNIGRAPH_ACCESS_PROTECTED_BRANCHES"] == "main"
    error_message = "Access: ${jsonencode(module.http[0].function.environment[0].variables)}"
  }
}

run "whom_a_token_lets_in_needs_a_policy_and_administrators_write_the_first" {
  command = plan

  variables {
    http = {
      endpoint = "http_api"
      auth     = "jwt"
      jwt      = { issuer = "https://issuer.example.org", audience = ["town"] }
      access   = { administrators = ["user:ann", "role:arn:aws:iam::123456789012:role/ops"], protected_branches = ["main", "release/*"] }
    }
  }

  assert {
    condition = (
      module.http[0].function.environment[0].variables["OMNIGRAPH_ACCESS_WITHOUT_POLICY"] == "deny"
      && module.http[0].function.environment[0].variables["OMNIGRAPH_ACCESS_ADMINISTRATORS"] == "user:ann,role:arn:aws:iam::123456789012:role/ops"
      && module.http[0].function.environment[0].variables["OMNIGRAPH_ACCESS_PROTECTED_BRANCHES"] == "main,release/*"
    )
    error_message = "Access: ${jsonencode(module.http[0].function.environment[0].variables)}"
  }
}

run "an_administrator_has_a_kind" {
  command = plan

  variables {
    http = { access = { administrators = ["ann"] } }
  }

  expect_failures = [var.http]
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
    condition     = aws_apigatewayv2_route.this[0].authorization_type == "JWT" && aws_apigatewayv2_route.this[0].route_key == "$default"
    error_message = "There is a route without a token."
  }

  assert {
    condition = (
      aws_apigatewayv2_authorizer.jwt[0].jwt_configuration[0].issuer == "https://issuer.example.org"
      && aws_apigatewayv2_authorizer.jwt[0].jwt_configuration[0].audience == toset(["town"])
    )
    error_message = "Tokens of others would do."
  }

  assert {
    condition     = aws_apigatewayv2_integration.this[0].payload_format_version == "2.0" && aws_apigatewayv2_integration.this[0].timeout_milliseconds == 30000
    error_message = "The function reads format 2.0."
  }

  assert {
    condition = (
      aws_apigatewayv2_stage.this[0].default_route_settings[0].throttling_rate_limit == 7
      && aws_apigatewayv2_stage.this[0].default_route_settings[0].throttling_burst_limit == 9
      && can(jsondecode(aws_apigatewayv2_stage.this[0].access_log_settings[0].format))
    )
    error_message = "Throttling or the access log is not set."
  }

  assert {
    condition     = aws_lambda_permission.http_api[0].source_arn == "arn:aws:execute-api:eu-central-1:123456789012:api/*/$default"
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
    condition     = aws_apigatewayv2_route.this[0].authorization_type == "AWS_IAM" && length(aws_apigatewayv2_authorizer.jwt) == 0
    error_message = "There is a route without a signature."
  }

  assert {
    condition     = [for statement in jsondecode(aws_iam_policy.invoke[0].policy).Statement : statement.Action] == [["execute-api:Invoke"]]
    error_message = "Callers: ${aws_iam_policy.invoke[0].policy}"
  }
}
