locals {
  lines = {
    support = "+14155550100"
    sales   = "+14155550101"
  }
}

resource "botbiz_whatsapp_account" "line" {
  for_each = local.lines

  phone_number = each.value
  name         = each.key
}

resource "botbiz_whatsapp_account_connection" "line" {
  for_each = local.lines

  account_id = botbiz_whatsapp_account.line[each.key].id

  lifecycle {
    action_trigger {
      events  = [before_create]
      actions = [action.botbiz_whatsapp_account_pair.line]
    }
  }
}

# One action for all accounts: caller is the connection that triggers it. Run terraform apply -parallelism=1, so that
# QR codes are drawn one at a time.
action "botbiz_whatsapp_account_pair" "line" {
  config {
    account_id = caller.account_id
  }
}
