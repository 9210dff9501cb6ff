# The import ID is an account id or a phone number.
locals {
  lines = {
    support = {
      import_id    = "wha_12345"
      phone_number = "+14155550100"
      name         = "Customer Support"
    }
    sales = {
      import_id    = "+14155550101"
      phone_number = "+14155550101"
      name         = "Sales"
    }
  }
}

import {
  for_each = local.lines
  to       = botbiz_whatsapp_account.line[each.key]
  id       = each.value.import_id
}

resource "botbiz_whatsapp_account" "line" {
  for_each = local.lines

  phone_number = each.value.phone_number
  name         = each.value.name
}
