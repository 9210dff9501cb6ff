# In a file of its own: yamldecode(file("accounts.yaml"))
locals {
  accounts = yamldecode(<<-YAML
    support:
      phone_number: "+14155550100" # without the quotes, YAML drops the plus sign
      name: Customer Support
    sales:
      phone_number: "+14155550101"
      name: Sales
  YAML
  )
}

import {
  for_each = local.accounts
  to       = botbiz_whatsapp_account.line[each.key]
  id       = each.value.phone_number
}

resource "botbiz_whatsapp_account" "line" {
  for_each = local.accounts

  phone_number = each.value.phone_number
  name         = each.value.name
}
