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
    reader_roles  = ["reports"]
    data_admins   = ["arn:aws:iam::123456789012:role/admin"]
  }

  assert {
    condition     = output.url == "https://api.execute-api.eu-central-1.amazonaws.com" && output.reader_url == "https://abc.lambda-url.eu-central-1.on.aws"
    error_message = "URLs: ${output.url}, ${output.reader_url}"
  }
}
