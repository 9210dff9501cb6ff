data "botbiz_whatsapp_accounts" "all" {}

data "botbiz_webhook_endpoints" "all" {}

locals {
  accounts  = data.botbiz_whatsapp_accounts.all.accounts
  endpoints = data.botbiz_webhook_endpoints.all.endpoints
  existing = concat(
    [for a in local.accounts : { type = "botbiz_whatsapp_account", id = a.id, name = a.name }],
    [for e in local.endpoints : { type = "botbiz_webhook_endpoint", id = e.id, name = e.url }],
  )
}

# One import block per object. Names and ids are escaped for HCL.
output "import_blocks" {
  value = join("\n", [for object in local.existing : <<-EOT
    # ${jsonencode(object.name)}
    import {
      provider = botbiz
      to       = ${object.type}.${replace(object.id, "/[^0-9A-Za-z_-]/", "_")}
      id       = ${replace(jsonencode(object.id), "$${", "$$${")}
    }
    EOT
  ])
}
