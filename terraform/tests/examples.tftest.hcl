# The examples, planned with nothing known beforehand, as a first apply is, and applied.

mock_provider "aws" {
  source = "./tests/mocks"
}

run "the_complete_example_applies" {
  module {
    source = "./examples/complete"
  }

  variables {
    http_zip      = "tests/fixtures/function.zip"
    events_zip    = "tests/fixtures/function.zip"
    issuer        = "https://issuer.example.org"
    audience      = "town"
    alarm_address = "ops@example.org"
    data_admins   = ["arn:aws:iam::123456789012:role/admin"]
  }

  assert {
    condition     = output.url == "https://api.execute-api.eu-central-1.amazonaws.com" && output.reader_url == output.url
    error_message = "URLs: ${output.url}, ${output.reader_url}"
  }
}

run "the_example_with_tokens_applies" {
  module {
    source = "./examples/tokens"
  }

  variables {
    http_zip   = "tests/fixtures/function.zip"
    events_zip = "tests/fixtures/function.zip"
  }

  assert {
    condition     = output.url == "https://abc.lambda-url.eu-central-1.on.aws" && output.tokens_secret_arn == "arn:aws:secretsmanager:eu-central-1:123456789012:secret:town-tokens-AbCdEf"
    error_message = "URL ${output.url}, secret ${output.tokens_secret_arn}"
  }
}

run "the_example_with_jwts_behind_a_function_url_applies" {
  module {
    source = "./examples/jwt"
  }

  variables {
    http_zip      = "tests/fixtures/function.zip"
    events_zip    = "tests/fixtures/function.zip"
    issuer        = "https://issuer.example.org"
    audience      = "flights"
    administrator = "ann"
    origins       = ["https://app.example.org"]
  }

  assert {
    condition     = output.url == "https://abc.lambda-url.eu-central-1.on.aws"
    error_message = "URL ${output.url}"
  }
}
