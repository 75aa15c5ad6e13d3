# Everything at once: native functions behind an HTTP API with JWT, one of them for dashboards and reports that can only
# read, a key of one's own, and alarms to a mailbox.
provider "aws" {
  region = var.region
}

module "omnigraph" {
  source = "../.."

  name           = "flights"
  architecture   = "arm64"
  http_package   = { zip = var.http_zip }
  events_package = { zip = var.events_zip, runtime = "jvm" }

  graph_bucket = {
    prefix      = "graphs"
    data_admins = var.data_admins
  }

  kms     = { enabled = true }
  tracing = true

  http = {
    endpoint     = "http_api"
    auth         = "jwt"
    jwt          = { issuer = var.issuer, audience = [var.audience] }
    cors_origins = ["https://app.example.org"]
    rate         = 50
    burst        = 100
    memory_mb    = 1769
  }

  reader = {
    enabled              = true
    reserved_concurrency = 10
  }

  ingest = {
    expiration_days = 7
    max_concurrency = 4
    timeout_seconds = 900
    memory_mb       = 3008
  }

  optimize = { schedule = "rate(30 minutes)" }
  cleanup  = { schedule = "cron(30 3 * * ? *)", retention = "30d" }

  log_retention_days = 90
  alarms             = { actions = [aws_sns_topic.alarms.arn] }
  environment        = { OMNIGRAPH_MEMORY_INDEX_CACHE = "256M" }
  tags               = { project = "flights" }
}

resource "aws_sns_topic" "alarms" {
  name              = "flights-alarms"
  kms_master_key_id = aws_kms_key.alarms.key_id
}

# Alarms may use a topic that is encrypted only with a key whose policy says so.
resource "aws_kms_key" "alarms" {
  description         = "flights-alarms"
  enable_key_rotation = true

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect    = "Allow"
        Principal = { AWS = "arn:aws:iam::${data.aws_caller_identity.current.account_id}:root" }
        Action    = "kms:*"
        Resource  = "*"
      },
      {
        Effect    = "Allow"
        Principal = { Service = "cloudwatch.amazonaws.com" }
        Action    = ["kms:Decrypt", "kms:GenerateDataKey"]
        Resource  = "*"
      },
    ]
  })
}

resource "aws_sns_topic_subscription" "alarms" {
  topic_arn = aws_sns_topic.alarms.arn
  protocol  = "email"
  endpoint  = var.alarm_address
}

data "aws_caller_identity" "current" {}
