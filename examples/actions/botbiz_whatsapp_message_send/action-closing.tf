locals {
  lines = {
    support = "+14155550100"
    sales   = "+14155550101"
  }
}

# Sends a message before an account is deleted: if its key is removed from the map, and in terraform destroy. If the
# message cannot be sent, Terraform warns and deletes the account.
resource "botbiz_whatsapp_account" "line" {
  for_each = local.lines

  phone_number = each.value
  name         = each.key

  lifecycle {
    action_trigger {
      events     = [before_destroy]
      actions    = [action.botbiz_whatsapp_message_send.closing]
      on_failure = continue
    }
  }
}

# One action for all accounts: caller is the account that triggers it.
action "botbiz_whatsapp_message_send" "closing" {
  config {
    to      = "+14155550199"
    type    = "text"
    content = "The line ${caller.name} (${caller.phone_number}) closes."
  }
}
