# Replaces the resource block. Terraform removes the account from the state and does not delete it.
removed {
  from = botbiz_whatsapp_account.support

  lifecycle {
    destroy = false
  }
}
