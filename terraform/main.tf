data "aws_caller_identity" "current" {}

data "aws_partition" "current" {}

data "aws_region" "current" {}

locals {
  account   = data.aws_caller_identity.current.account_id
  partition = data.aws_partition.current.partition
  region    = data.aws_region.current.region
}

# --- Key -------------------------------------------------------------------------------------------------------------

locals {
  make_key    = var.kms.enabled && var.kms.create_key
  kms_key_arn = !var.kms.enabled ? null : local.make_key ? aws_kms_key.this[0].arn : var.kms.key_arn

  # What services need of the key; the functions' roles have their own rights.
  kms_service_statements = [
    {
      Sid       = "Logs"
      Effect    = "Allow"
      Principal = { Service = "logs.${local.region}.amazonaws.com" }
      Action    = ["kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey", "kms:ReEncryptFrom", "kms:ReEncryptTo"]
      Resource  = "*"
      Condition = {
        ArnLike = {
          "kms:EncryptionContext:aws:logs:arn" = "arn:${local.partition}:logs:${local.region}:${local.account}:log-group:/aws/*/${var.name}-*"
        }
      }
    },
    {
      Sid       = "Events"
      Effect    = "Allow"
      Principal = { Service = "events.amazonaws.com" }
      Action    = ["kms:Decrypt", "kms:GenerateDataKey"]
      Resource  = "*"
      Condition = { ArnEquals = { "aws:SourceArn" = local.ingest_rule_arn } }
    },
  ]
}

resource "aws_kms_key" "this" {
  count                   = local.make_key ? 1 : 0
  description             = "${var.name}: graphs, queues and logs"
  enable_key_rotation     = true
  deletion_window_in_days = 30
  tags                    = var.tags

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = concat([
      {
        Sid       = "Account"
        Effect    = "Allow"
        Principal = { AWS = "arn:${local.partition}:iam::${local.account}:root" }
        Action    = "kms:*"
        Resource  = "*"
      },
    ], local.kms_service_statements)
  })
}

resource "aws_kms_alias" "this" {
  count         = local.make_key ? 1 : 0
  name          = "alias/${var.name}"
  target_key_id = aws_kms_key.this[0].key_id
}

# --- Graphs ----------------------------------------------------------------------------------------------------------

locals {
  graph_bucket_name = coalesce(var.graph_bucket.name, "${var.name}-graphs-${local.account}-${local.region}")
  graph_bucket_arn  = "arn:${local.partition}:s3:::${local.graph_bucket_name}"
  graphs_arn        = "${local.graph_bucket_arn}/${var.graph_bucket.prefix}/*" # Each graph, and all that is in it.
  root              = "s3://${var.graph_bucket.create ? module.graph_bucket[0].name : local.graph_bucket_name}/${var.graph_bucket.prefix}"

  # Beside the graphs, where functions put exports that they hand over.
  exports_prefix = "${var.graph_bucket.prefix}/__exports/"

  # By name, as the functions themselves wait for the bucket.
  deleting_functions = concat(var.cleanup.enabled ? ["cleanup"] : [], var.http.enabled && var.http.delete_graphs ? ["http"] : [])
  data_deleters = concat(
    [for function in local.deleting_functions : "arn:${local.partition}:iam::${local.account}:role/${var.name}-${function}"],
    sort(var.graph_bucket.data_admins),
  )

  graph_bucket_statements = [
    {
      # What is created once is never changed. The engine asks S3 for that with each write; with this, so must everyone.
      Sid       = "CreatedOnce"
      Effect    = "Deny"
      Principal = "*"
      Action    = ["s3:PutObject"]
      Resource  = [local.in_graph.graph, local.in_graph.catalogs, local.in_graph.texts, local.in_graph.audit, local.in_graph.records, local.in_graph.changes]
      Condition = {
        Null = { "s3:if-none-match" = "true" }
        Bool = { "s3:ObjectCreationOperation" = "true" }
      }
    },
    {
      # Notes, branches, the horizon and what repair writes again may change, but only from what their writer has seen.
      Sid       = "ChangedAsSeen"
      Effect    = "Deny"
      Principal = "*"
      Action    = ["s3:PutObject"]
      Resource  = [local.in_graph.manifest, local.in_graph.notes, local.in_graph.schemas]
      Condition = {
        Null = { "s3:if-none-match" = "true", "s3:if-match" = "true" }
        Bool = { "s3:ObjectCreationOperation" = "true" }
      }
    },
    # Writers remove what they noted in __recovery, and init what it tried the bucket with in __probe.
    merge({
      Sid         = "OnlyCleanupDeletesData"
      Effect      = "Deny"
      Principal   = "*"
      Action      = ["s3:DeleteObject", "s3:DeleteObjectVersion"]
      NotResource = [local.in_graph.notes, local.in_graph.probe]
    }, local.others_than_deleters),
    # The patterns above match across slashes, and so a note of any name within a table.
    merge({
      Sid       = "NoDataIsANote"
      Effect    = "Deny"
      Principal = "*"
      Action    = ["s3:DeleteObject", "s3:DeleteObjectVersion"]
      Resource  = concat(local.in_graph.tables, [local.in_graph.manifest, local.in_graph.schemas, local.in_graph.texts, local.in_graph.audit])
    }, local.others_than_deleters),
  ]

  # Without anyone who may delete, it is nobody.
  others_than_deleters = {
    for key, value in { Condition = { ArnNotEquals = { "aws:PrincipalArn" = local.data_deleters } } } : key => value
    if length(local.data_deleters) > 0
  }
}

module "graph_bucket" {
  source = "./modules/bucket"
  count  = var.graph_bucket.create ? 1 : 0

  name              = local.graph_bucket_name
  force_destroy     = var.graph_bucket.force_destroy
  kms_key_arn       = local.kms_key_arn
  versioning        = var.graph_bucket.versioning
  noncurrent_days   = var.graph_bucket.noncurrent_days
  daily_prefix      = local.exports_prefix
  policy_statements = jsonencode(local.graph_bucket_statements)
  tags              = var.tags
}

# --- Packages --------------------------------------------------------------------------------------------------------

locals {
  packages = { for name, package in { http = var.http_package, events = var.events_package } : name => package if package != null }
  uploads  = { for name, package in local.packages : name => package.zip if package.zip != null }

  package_objects = {
    for name, package in local.packages : name => {
      runtime   = package.runtime
      image_uri = package.image_uri
      s3 = (
        package.zip != null
        ? { bucket = aws_s3_object.package[name].bucket, key = aws_s3_object.package[name].key, version_id = null }
        : package.s3
      )
    }
  }
}

module "package_bucket" {
  source = "./modules/bucket"
  count  = length(local.uploads) > 0 ? 1 : 0

  name          = "${var.name}-packages-${local.account}-${local.region}"
  force_destroy = true
  kms_key_arn   = local.kms_key_arn
  tags          = var.tags
}

resource "aws_s3_object" "package" {
  for_each = local.uploads

  bucket = module.package_bucket[0].name
  # Named by what is in it: other code is another object, and so a change of the function.
  key    = "${each.key}/${filesha256(each.value)}.zip"
  source = each.value
  tags   = var.tags
}
