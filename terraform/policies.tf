# Who may do what with the graphs. Each statement is one right; functions are given the ones they need.
locals {
  # What lies in a graph. A wildcard matches across slashes, so each of these is more than it seems to be: a pattern begins
  # with a name that no other object has at that place. Ids of branches are ULIDs, which begin with 0 for some centuries.
  in_graph = {
    graph    = "${local.graphs_arn}/__graph.json"
    schemas  = "${local.graphs_arn}/__schema/*"
    catalogs = "${local.graphs_arn}/__schema/*.json"
    texts    = "${local.graphs_arn}/__texts/*"
    audit    = "${local.graphs_arn}/__audit/*"
    notes    = "${local.graphs_arn}/__recovery/*"
    probe    = "${local.graphs_arn}/__probe/*"
    manifest = "${local.graphs_arn}/__manifest/*"
    logs     = "${local.graphs_arn}/__manifest/0*"
    records  = "${local.graphs_arn}/__manifest/0${join("", [for _ in range(25) : "?"])}/${join("", [for _ in range(20) : "?"])}.json"
    changes  = "${local.graphs_arn}/__manifest/0*/changes/*"
    branches = "${local.graphs_arn}/__manifest/branches/*"
    known    = "${local.graphs_arn}/__manifest/known/*"
    horizon  = "${local.graphs_arn}/__manifest/horizon.json"
    tables   = ["${local.graphs_arn}/nodes/*", "${local.graphs_arn}/edges/*"]
  }

  # S3 says that an object is not there only to those who may list, and asks that without a prefix: hence IfExists.
  list_graphs = {
    Sid       = "ListGraphs"
    Effect    = "Allow"
    Action    = ["s3:ListBucket"]
    Resource  = [local.graph_bucket_arn]
    Condition = { StringLikeIfExists = { "s3:prefix" = ["${var.graph_bucket.prefix}/*"] } }
  }

  # What a state consists of. Not the exports beside the graphs. The last of them is never there: a function that starts
  # asks for it, to have its connection.
  read_graphs = {
    Sid    = "ReadGraphs"
    Effect = "Allow"
    Action = ["s3:GetObject"]
    Resource = concat(
      [local.in_graph.graph, local.in_graph.manifest, local.in_graph.schemas, local.in_graph.texts],
      local.in_graph.tables,
      ["${local.graph_bucket_arn}/${var.graph_bucket.prefix}/__graph.json"],
    )
  }

  # Notes of writers that may have died, and what became of others.
  read_notes = {
    Sid      = "ReadNotes"
    Effect   = "Allow"
    Action   = ["s3:GetObject"]
    Resource = [local.in_graph.notes, local.in_graph.audit]
  }

  # Records and all that follows from them, branches, and what became of the notes of writers that died.
  write_log = {
    Sid      = "WriteLog"
    Effect   = "Allow"
    Action   = ["s3:PutObject"]
    Resource = [local.in_graph.logs, local.in_graph.branches, local.in_graph.audit]
  }

  # A writer notes what it is about to do.
  write_notes = {
    Sid      = "WriteNotes"
    Effect   = "Allow"
    Action   = ["s3:PutObject"]
    Resource = [local.in_graph.notes]
  }

  # Below which state data may be gone, and what is held from that.
  write_horizon = {
    Sid      = "WriteHorizon"
    Effect   = "Allow"
    Action   = ["s3:PutObject"]
    Resource = [local.in_graph.horizon]
  }

  write_tables = {
    Sid      = "WriteTables"
    Effect   = "Allow"
    Action   = ["s3:AbortMultipartUpload", "s3:PutObject"]
    Resource = local.in_graph.tables
  }

  # Schemas, stored queries, policies, and what a merge makes known of other branches.
  write_schemas = {
    Sid      = "WriteSchemas"
    Effect   = "Allow"
    Action   = ["s3:PutObject"]
    Resource = [local.in_graph.schemas, local.in_graph.texts, local.in_graph.known]
  }

  # Exports that are handed over, and the right that a link to one rests on. Beside the graphs: a graph's name does not
  # begin with an underscore.
  hand_over_exports = {
    Sid      = "HandOverExports"
    Effect   = "Allow"
    Action   = ["s3:AbortMultipartUpload", "s3:GetObject", "s3:PutObject"]
    Resource = ["${local.graph_bucket_arn}/${local.exports_prefix}*"]
  }

  # The rest of what makes a graph: objects that try how the bucket keeps its promises, and the name, which is written next.
  create_graphs = concat(
    [
      for sid in var.http.create_graphs ? ["CreateGraphs"] : [] : {
        Sid      = sid
        Effect   = "Allow"
        Action   = ["s3:PutObject"]
        Resource = [local.in_graph.graph, local.in_graph.probe]
      }
    ],
    [
      for sid in var.http.create_graphs ? ["TryBucket"] : [] : {
        Sid      = sid
        Effect   = "Allow"
        Action   = ["s3:DeleteObject", "s3:GetObject"]
        Resource = [local.in_graph.probe]
      }
    ],
  )

  # All that lies below a graph, also what does not belong to it.
  delete_graphs = [
    for sid in var.http.delete_graphs ? ["DeleteGraphs"] : [] : {
      Sid      = sid
      Effect   = "Allow"
      Action   = ["s3:DeleteObject"]
      Resource = [local.graphs_arn]
    }
  ]

  # A writer removes its note, and that of a writer that died.
  settle_notes = {
    Sid      = "SettleNotes"
    Effect   = "Allow"
    Action   = ["s3:DeleteObject"]
    Resource = [local.in_graph.notes]
  }

  # Not records, checkpoints or schemas: nobody deletes those.
  delete_data = {
    Sid      = "DeleteData"
    Effect   = "Allow"
    Action   = ["s3:DeleteObject"]
    Resource = concat(local.in_graph.tables, [local.in_graph.changes, local.in_graph.audit])
  }

  # The key is for what these services do on a role's behalf; nobody decrypts with it by hand.
  key_users = {
    api       = { decrypt = ["lambda", "s3"], encrypt = ["s3"] }
    events    = { decrypt = ["lambda", "s3", "sqs"], encrypt = ["s3", "sqs"] }
    scheduler = { decrypt = ["sqs"], encrypt = ["sqs"] }
  }

  decrypt = {
    for user, services in local.key_users : user => [
      for arn in var.kms.enabled ? [local.kms_key_arn] : [] : {
        Sid       = "Decrypt"
        Effect    = "Allow"
        Action    = ["kms:Decrypt"]
        Resource  = [arn]
        Condition = { StringEquals = { "kms:ViaService" = [for service in services.decrypt : "${service}.${local.region}.amazonaws.com"] } }
      }
    ]
  }

  encrypt = {
    for user, services in local.key_users : user => [
      for arn in var.kms.enabled ? [local.kms_key_arn] : [] : {
        Sid       = "Encrypt"
        Effect    = "Allow"
        Action    = ["kms:GenerateDataKey"]
        Resource  = [arn]
        Condition = { StringEquals = { "kms:ViaService" = [for service in services.encrypt : "${service}.${local.region}.amazonaws.com"] } }
      }
    ]
  }

  # Texts become vectors where queries search by them, and where missing vectors are made.
  embed_texts = concat(
    [
      for arns in length(var.embed.model_arns) > 0 ? [var.embed.model_arns] : [] : {
        Sid      = "EmbedTexts"
        Effect   = "Allow"
        Action   = ["bedrock:InvokeModel"]
        Resource = arns
      }
    ],
    [
      for arn in var.embed.key_secret_arn != null ? [var.embed.key_secret_arn] : [] : {
        Sid      = "ReadEmbeddingKey"
        Effect   = "Allow"
        Action   = ["secretsmanager:GetSecretValue"]
        Resource = [arn]
      }
    ],
    [
      # Of a key that anything else is encrypted with, this secret and no other.
      for arn in var.embed.key_kms_key_arn != null ? [var.embed.key_kms_key_arn] : [] : {
        Sid      = "DecryptEmbeddingKey"
        Effect   = "Allow"
        Action   = ["kms:Decrypt"]
        Resource = [arn]
        Condition = {
          StringEquals = {
            "kms:ViaService"                  = "secretsmanager.${split(":", var.embed.key_secret_arn)[3]}.amazonaws.com"
            "kms:EncryptionContext:SecretARN" = var.embed.key_secret_arn
          }
        }
      }
    ],
  )

  readers = [local.list_graphs, local.read_graphs]
  sweeper = concat(local.readers, [local.read_notes, local.write_log, local.settle_notes])
  writers = concat(local.sweeper, [local.write_notes, local.write_tables])

  # What each of the functions may do with graphs. Encoded, because their statements have different members.
  reader_statements = jsonencode(concat(local.readers, local.decrypt.api, local.read_tokens, local.embed_texts))
  http_statements = jsonencode(concat(
    local.writers,
    [local.write_horizon, local.write_schemas, local.hand_over_exports],
    local.create_graphs,
    local.delete_graphs,
    local.decrypt.api,
    local.encrypt.api,
    local.read_tokens,
    local.embed_texts,
  ))
  event_writers = concat(local.writers, local.decrypt.events, local.encrypt.events)
  event_sweeper = concat(local.sweeper, [local.write_horizon, local.delete_data], local.decrypt.events, local.encrypt.events)

  # Lance reads as many pages of an index at a time as it believes to have processors; a function has one or two.
  environment = merge({ LANCE_CPU_THREADS = "16" }, var.environment, { OMNIGRAPH_ROOT = local.root })

  embedding_environment = {
    for name, value in {
      OMNIGRAPH_EMBED_MODEL      = var.embed.model
      OMNIGRAPH_EMBED_URL        = var.embed.url
      OMNIGRAPH_EMBED_KEY_SECRET = var.embed.key_secret_arn
      OMNIGRAPH_EMBED_KEY_HEADER = var.embed.key_header
      OMNIGRAPH_EMBED_REGION     = var.embed.region
    } : name => value if value != null
  }
}
